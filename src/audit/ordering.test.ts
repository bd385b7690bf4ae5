import { describe, expect, it } from 'vitest';
import { homeOf, meaning } from '../../test/support/subscribe.ts';
import { emptyTickets } from '../load/ticket-columns.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { orderCounters } from './ordering.ts';

/** Two users with three changes each: 0 2 4 are the first one's. */
const sequence = { plans: ['basic', 'pro', 'cancelled'], users: 2 };
const tickets = emptyTickets('r-', Float64Array.from({ length: 6 }), ['']);

const rows = (effect: string, ...order: readonly number[]): LedgerEntry[] =>
  order.map((index) => {
    const rest = {
      userId: 'user-1',
      plan: 'basic',
      payload: '',
      draw: 1,
      receivedAt: 0,
      startedAt: 0,
      at: 0,
    };
    return { service: homeOf(effect), requestId: `r-${index}`, effect, instance: 'any-1', ...rest };
  });

const none = { 'order.pairs': 4, 'order.violations': 0, 'order.users': 2, 'order.wrongEnds': 0 };
const opened = rows('opened', 0, 1, 2, 3, 4, 5);

describe('orderCounters', () => {
  it.each([
    ['the order of opening', [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], none],
    ['another order of two users', [1, 0, 3, 2, 5, 4], [1, 3, 5, 0, 2, 4], none],
    ['a second before a first', [2, 0, 1, 3, 4, 5], [0, 2, 4, 1, 3, 5], { ...none, 'order.violations': 1 }],
    [
      'a last before a second',
      [0, 1, 4, 2, 3, 5],
      [0, 4, 2, 1, 3, 5],
      { ...none, 'order.violations': 1, 'order.wrongEnds': 1 },
    ],
    [
      'all turned round',
      [4, 2, 0, 5, 3, 1],
      [4, 2, 0, 5, 3, 1],
      { ...none, 'order.violations': 4, 'order.wrongEnds': 2 },
    ],
  ] as const)('%s', (_, paid, activated, expected) => {
    const entries = [...opened, ...rows('charged', ...paid), ...rows('activated', ...activated)];
    expect(orderCounters(tickets, entries, sequence, meaning)).toEqual(expected);
  });
  it('goes by the order of opening, not of sending', () => {
    const turned = rows('opened', 2, 0, 4, 1, 3, 5);
    const entries = [...turned, ...rows('charged', 2, 0, 4, 1, 3, 5), ...rows('activated', 2, 0, 4, 1, 3, 5)];
    expect(orderCounters(tickets, entries, sequence, meaning)).toEqual(none);
  });
  it('counts a repetition once, and leaves out what was never paid', () => {
    const entries = [
      ...opened,
      ...rows('charged', 0, 4, 0),
      ...rows('declined', 1),
      ...rows('activated', 0, 4),
    ];
    expect(orderCounters(tickets, entries, sequence, meaning)).toEqual({
      ...none,
      'order.pairs': 1,
      'order.users': 1,
    });
  });
});
