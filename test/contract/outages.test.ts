import { afterAll, beforeAll, expect, test } from 'vitest';
import { unlikeExposures } from '../../src/reports/fault-times.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

test('an outage of the broker is as long for every contestant, whatever each of them does to its boot', async () => {
  const result = await arena.run(`
title: outages
claim: x
why: x
rounds: 1
contestants:
  http: { style: http }
  events: { style: events }
  confirm: { style: events, policies: { publish: confirm } }
load: { rate: 20/s, warmUp: 4s, duration: 4s, drain: 60s }
faults: [{ at: 1s, for: 500ms, broker-crash: broker }]
`);
  const faults = ['http', 'events', 'confirm'].map((name) => roundOf(result, name).faults[0]!);
  const [none, first, second] = faults;
  expect(faults.map(({ applies }) => applies)).toEqual([false, true, true]);
  expect(new Set(faults.map(({ plannedAt }) => plannedAt))).toEqual(new Set([1_000]));
  expect(new Set(faults.map(({ plannedForMs }) => plannedForMs)).size).toBe(1);
  // Shorter than a broker can be, so it was made longer.
  expect(none!.plannedForMs).toBeGreaterThan(500);
  for (const { struckAt, liftedAt, plannedForMs } of [first!, second!])
    expect(liftedAt! - struckAt!).toBeGreaterThanOrEqual(plannedForMs!);
  // Nobody is looked at over another stretch of time than the others.
  expect(roundOf(result, 'http').phases.during.windows).toEqual([[1_000, 4_000]]);
  // A broker that needed longer than was planned is the exception, and is said.
  const lengths = [first!, second!].map(({ struckAt, liftedAt }) => liftedAt! - struckAt!);
  expect(unlikeExposures(result).length > 0).toBe(Math.max(...lengths) > 1.1 * Math.min(...lengths));
});
