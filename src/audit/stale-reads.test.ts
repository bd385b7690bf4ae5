import { expect, it } from 'vitest';
import { emptyTickets } from '../load/ticket-columns.ts';
import { staleReadCounters } from './stale-reads.ts';

it('counts who would read an inactive subscription, after the warm-up and of those with a 2xx', () => {
  const tickets = emptyTickets('r-', Float64Array.from([-5, 0, 1, 2, 3]), ['']);
  tickets.answeredAt.set([0, 10, 10, 10, 10]);
  // none, active, accepted, declined, error … as in `answers`
  tickets.answer.set([2, 2, 2, 1, 0]);
  // Active 15 ms and 500 ms after the answer, never, and with the answer.
  const activeAt = Float64Array.from([Number.NaN, 25, 510, 10, Number.NaN]);
  expect(staleReadCounters(tickets, { activeAt })).toEqual({
    'reads.ofAccepted': 3,
    'reads.staleAfter20ms': 1,
    'reads.staleAfter100ms': 1,
    'reads.staleAfter1000ms': 0,
  });
  activeAt[1] = Number.NaN;
  expect(staleReadCounters(tickets, { activeAt })['reads.staleAfter1000ms']).toBe(1);
});
