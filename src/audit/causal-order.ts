import { answers, notices, type Tickets } from '../load/ticket.ts';
import { type EffectColumns, rowFlags, type Traced } from './effect-columns.ts';

/** Stamps of two processes may differ by this much without meaning anything, ms. */
export const clockGrainMs = 1;

/**
 * What must be committed before work on what can begin, in every style. Activation and notice are in no order of their own:
 * an event flow does both at once, and whoever coordinates from outside activates last.
 */
const causes: readonly (readonly [cause: Traced, effect: Traced])[] = [
  ['opened', 'charged'],
  ['opened', 'declined'],
  ['charged', 'activated'],
  ['charged', 'recommended'],
  ['recommended', 'notified-ready'],
  ['declined', 'notified-declined'],
];

const isActive = answers.indexOf('active');
const isAccepted = answers.indexOf('accepted');
const isDeclined = answers.indexOf('declined');

/** What an answer claims to have happened; claimed before it did, it is a promise. */
const claimedByAnswer: Readonly<Record<number, readonly Traced[]>> = {
  [isActive]: ['opened', 'charged', 'activated', 'recommended', 'notified-ready'],
  [isAccepted]: ['opened'],
  [isDeclined]: ['declined'],
};

/** What a notice says has happened. */
const claimedByNotice: Readonly<Record<(typeof notices)[number], Traced | null>> = {
  none: null,
  ready: 'notified-ready',
  declined: 'notified-declined',
  failed: 'notified-failed',
};

/**
 * Whether something of a request happened before its cause: work that began before what causes it was committed, a refund
 * without an earlier charge, or news of an effect before the effect. A cause that is missing altogether is a matter of the
 * outcome class and of the money rule.
 */
export const orderCheck = (tickets: Tickets, effects: EffectColumns): ((index: number) => boolean) => {
  const pairs = causes.map(([cause, effect]) => [effects.firstOf(cause), effects.startOf(effect)] as const);
  const claimed = answers.map((_, answer) =>
    (claimedByAnswer[answer] ?? []).map((effect) => effects.firstOf(effect)),
  );
  const begun = effects.startOf('opened');
  const noticed = notices
    .map((one) => claimedByNotice[one])
    .map((effect) => effect && effects.firstOf(effect));
  const { answer, answeredAt, sentAt, notice, completedAt } = tickets;
  return (index) => {
    if ((effects.flags[index]! & rowFlags.refundBeforeCharge) !== 0) return true;
    // NaN, never, is before nothing.
    for (const [cause, effect] of pairs) if (effect[index]! < cause[index]! - clockGrainMs) return true;
    for (const fact of claimed[answer[index]!]!) {
      if (answeredAt[index]! < fact[index]! - clockGrainMs) return true;
    }
    if (begun[index]! < sentAt[index]! - clockGrainMs) return true;
    const fact = noticed[notice[index]!];
    return fact != null && completedAt[index]! < fact[index]! - clockGrainMs;
  };
};
