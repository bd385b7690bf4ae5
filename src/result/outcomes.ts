import { z } from 'zod';
import { count, each, number, since } from './fields.ts';

export const outcomeClasses = [
  'completed',
  'declined',
  'refused',
  'compensated',
  'recovered',
  'dropped',
  'stranded',
  'vanished',
  'unresolved',
  // Behind the others, so that the indices in older results stay what they were.
  'contradicted',
] as const;
export type OutcomeClass = (typeof outcomeClasses)[number];

export const outcomes = z.object({
  ...each(outcomeClasses, count),
  contradicted: since,
  sent: count,
  failed: count,
  lost: count,
  unserved: count,
  duplicated: count,
  doubleCharged: count,
  unexpected: count,
  /** Requests with an effect in another service's ledger; unknown in older results. */
  misplaced: number.optional(),
  /** Requests with an effect, or news of one, before its cause; unknown in older results. */
  outOfOrder: number.optional(),
  /** Requests with an effect for another user or plan; unknown in older results. */
  foreignUser: number.optional(),
});
/** Every sent request is in exactly one class; `failed`, `lost` and `unserved` are sums; the others stand beside. */
export type Outcomes = z.infer<typeof outcomes>;
