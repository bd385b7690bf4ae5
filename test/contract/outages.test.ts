import { afterAll, beforeAll, expect, test } from 'vitest';
import { unlikeExposures } from '../../src/reports/fault-times.ts';
import { outcomeClasses } from '../../src/result/outcomes.ts';
import type { RunResult } from '../../src/result/run.ts';
import { styles } from '../../src/styles/index.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

/** Every style that needs the broker. */
const onBroker = [...styles.values()]
  .filter(({ needs }) => needs.includes('rabbitmq'))
  .map(({ name }) => name);

let arena: Arena;
let result: RunResult;
// One run for all: the broker's boot is measured once, and each contestant meets the same outage.
beforeAll(async () => {
  arena = await openArena();
  result = await arena.run(`
title: outages
claim: x
why: x
rounds: 1
contestants:
  http: { style: http }
${onBroker.map((name) => `  ${name}: { style: ${name} }`).join('\n')}
load: { rate: 20/s, warmUp: 4s, duration: 4s, drain: 60s, patience: 8s, declined: 10% }
faults: [{ at: 1s, for: 500ms, broker-crash: broker }]
`);
}, 400_000);
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

test('an outage of the broker is as long for every contestant, whatever each of them does to its boot', () => {
  const none = roundOf(result, 'http').faults[0]!;
  const met = onBroker.map((name) => roundOf(result, name).faults[0]!);
  expect([none, ...met].map(({ applies }) => applies)).toEqual([false, ...onBroker.map(() => true)]);
  expect(new Set([none, ...met].map(({ plannedAt }) => plannedAt))).toEqual(new Set([1_000]));
  expect(new Set([none, ...met].map(({ plannedForMs }) => plannedForMs)).size).toBe(1);
  // Shorter than a broker can be, so it was made longer.
  expect(none.plannedForMs).toBeGreaterThan(500);
  const lengths = met.map(({ struckAt, liftedAt }) => liftedAt! - struckAt!);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(none.plannedForMs!);
  // Nobody is looked at over another stretch of time than the others.
  expect(roundOf(result, 'http').phases.during.windows).toEqual([[1_000, 4_000]]);
  // A broker that needed longer than was planned is the exception, and is said.
  expect(unlikeExposures(result).length > 0).toBe(Math.max(...lengths) > 1.1 * Math.min(...lengths));
});

test.each(onBroker)('%s loses nothing that it accepted while the broker is dead', (name) => {
  const { outcomes, money } = roundOf(result, name);
  expect(outcomeClasses.reduce((sum, one) => sum + outcomes[one], 0)).toBe(outcomes.sent);
  expect(outcomes).toMatchObject({ stranded: 0, vanished: 0, unresolved: 0, dropped: 0, duplicated: 0 });
  expect(money.balanced).toBe(true);
});
