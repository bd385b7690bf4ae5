import { expect, it } from 'vitest';
import { meaning } from '../../test/support/subscribe.ts';
import { replayCounters } from './replay.ts';

const row = (requestId: string, effect: string) => {
  const rest = { userId: 'user-1', plan: 'basic', payload: '', draw: 1, receivedAt: 0, startedAt: 0, at: 0 };
  return { service: 'subscriptions', requestId, effect, instance: 'subscriptions-1', ...rest };
};

it('compares the read model with the ledger row by row', () => {
  const entries = [
    row('a', 'opened'),
    row('b', 'opened'),
    row('c', 'opened'),
    row('a', 'charged'),
    row('a', 'activated'),
    row('b', 'activated'),
    row('b', 'cancelled'),
  ];
  const rebuilt = (...rows: readonly (readonly [string, 'opened' | 'active' | 'cancelled'])[]) => ({
    type: 'replayed' as const,
    messages: 9,
    tookMs: 12.4,
    rows,
  });
  const equal = replayCounters(
    rebuilt(['a', 'active'], ['b', 'cancelled'], ['c', 'opened']),
    entries,
    meaning,
  );
  expect(equal).toEqual({
    'replay.messages': 9,
    'replay.rows': 3,
    'replay.different': 0,
    'replay.missing': 0,
    'replay.tookMs': 12,
  });
  const unequal = replayCounters(
    rebuilt(['a', 'opened'], ['b', 'cancelled'], ['x', 'active']),
    entries,
    meaning,
  );
  expect(unequal).toMatchObject({ 'replay.rows': 3, 'replay.different': 2, 'replay.missing': 1 });
});
