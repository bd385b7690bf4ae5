import { expect, test } from 'vitest';
import { blockedTimes } from './blocked.ts';

const memory = 'broker-blocked:low on memory';

test('what several connections saw of one alarm counts once, and what lasts goes to the end', () => {
  const states = [
    { process: 'payments-1', name: memory, from: 2_000, until: 3_000 },
    { process: 'rabbitmq', name: memory, from: 1_500, until: 3_000 },
    { process: 'rabbitmq', name: memory, from: 9_000, until: null },
    { process: 'payments-1', name: 'broker-blocked:low on disk', from: -500, until: 0 },
    { process: 'payments-1', name: 'circuit:payments', from: 0, until: 60_000 },
  ];
  expect(blockedTimes(states, 10_000)).toEqual([
    { reason: 'low on memory', fromMs: 1_500, forMs: 2_500, lasts: true },
    { reason: 'low on disk', fromMs: -500, forMs: 500, lasts: false },
  ]);
  expect(blockedTimes([], 10_000)).toEqual([]);
});
