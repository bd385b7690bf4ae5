import { expect, test } from 'vitest';
import type { Look } from '../evidence/look.ts';
import { nowMs } from '../shared/clock.ts';
import { awaitDrain } from './drain.ts';
import type { LoadProcess } from './load-process.ts';

const progress = {
  type: 'progress',
  intended: 1,
  sent: 1,
  answered: 1,
  accepted: 1,
  completed: 1,
  failed: 0,
  sentAll: true,
  waiting: 0,
  awaiting: 0,
  recent: { accepted: null, completed: null },
} as const;

const load: Pick<LoadProcess, 'progress'> = { progress: () => progress };

const look = (at: number, work: Partial<Look> = {}): Look => ({
  at,
  queued: 0,
  owedMessages: 0,
  owedCalls: 0,
  inFlight: 0,
  clientInFlight: 0,
  processes: {},
  ...work,
});

/** The deadline is asked for before every check: one more of the looks is there each time. At the end it has passed. */
const drainOver = async (before: readonly Look[], coming: readonly Look[], client = load) => {
  const looks = [...before];
  const left = [...coming];
  const sampler = {
    looks,
    brokerUsage: () => null,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const drained = await awaitDrain(client, sampler, 0, () => {
    const next = left.shift();
    if (next === undefined) return nowMs() - 1;
    looks.push(next);
    return Number.POSITIVE_INFINITY;
  });
  return { ...drained, seen: looks.length };
};

test.each<[string, Partial<Look>]>([
  ['a message in a queue', { queued: 1 }],
  ['a broker that cannot be asked', { queued: null }],
  ['a message in an outbox', { owedMessages: 1 }],
  ['a call still to be made', { owedCalls: 1 }],
  ['a request in a service', { inFlight: 1 }],
])('%s is work: three looks in a row must find none', async (_, work) => {
  const coming = [look(1), look(2), look(3, work), look(4), look(5), look(6), look(7)];
  expect(await drainOver([], coming)).toEqual({ drained: true, quietSince: 4, seen: 6 });
});

test('looks from before the drain do not count', async () => {
  const before = [look(1), look(2), look(3)];
  expect(await drainOver(before, [look(4), look(5), look(6), look(7)])).toEqual({
    drained: true,
    quietSince: 4,
    seen: 6,
  });
});

test.each([
  ['waits for an answer', { ...progress, waiting: 1 }],
  ['has not sent all', { ...progress, sentAll: false }],
])('a client that %s keeps it open until the deadline', async (_, standing) => {
  const looks = [1, 2, 3, 4, 5].map((at) => look(at));
  expect(await drainOver([], looks, { ...load, progress: () => standing })).toEqual({
    drained: false,
    quietSince: null,
    seen: 5,
  });
});
