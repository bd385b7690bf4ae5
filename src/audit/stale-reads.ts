import { answers, type Tickets } from '../load/ticket.ts';
import type { AuditResult } from './audit.ts';

/** How long after the answer the reader looks, ms. */
export const readersAfterMs = [20, 100, 1_000] as const;

export const staleCounter = (afterMs: number): string => `reads.staleAfter${afterMs}ms`;
export const readsCounter = 'reads.ofAccepted';

const good = new Set([answers.indexOf('active'), answers.indexOf('accepted')]);

/**
 * Of those who got a 2xx and look at their subscription so long after it: how many would find it not yet active. No request
 * is made: the commit of the activation decides what a read of the service's own database sees. After the warm-up only.
 */
export const staleReadCounters = (
  tickets: Tickets,
  { activeAt }: Pick<AuditResult, 'activeAt'>,
): Readonly<Record<string, number>> => {
  const counters: Record<string, number> = { [readsCounter]: 0 };
  for (const afterMs of readersAfterMs) counters[staleCounter(afterMs)] = 0;
  for (let index = 0; index < tickets.count; index += 1) {
    if (tickets.dueAt[index]! < 0 || !good.has(tickets.answer[index]!)) continue;
    counters[readsCounter]! += 1;
    for (const afterMs of readersAfterMs) {
      // NaN, never active, is stale for good.
      if (!(activeAt[index]! <= tickets.answeredAt[index]! + afterMs)) counters[staleCounter(afterMs)]! += 1;
    }
  }
  return counters;
};
