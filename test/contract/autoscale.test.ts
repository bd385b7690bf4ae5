import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

/** A rate that one process cannot do, and then one that it can, for long enough to take the others away. */
const scenario = (style: string, service: string): string => `
title: contract
claim: a service follows its use
contestants:
  it: { style: ${style}, policies: { ${style === 'http' ? 'timeout: 20s, waitersPerWorker: 100' : ''} } }
rounds: 1
load:
  arrivals: constant
  stages: [{ rate: 40/s, for: 4s }, { rate: 4/s, for: 6s }]
  warmUp: 0ms
  drain: 60s
  patience: 20s
services:
  ${service}: { workers: 2, work: 80ms, autoscale: { target: 70%, to: 3, every: 500ms, downAfter: 1s } }
`;

describe.concurrent.each([
  // Called by others, called by the client, and heard by the client.
  ['http', 'payments'],
  ['events', 'payments'],
  ['http', 'subscriptions'],
  ['events', 'notifications'],
])('%s with %s that scale', (style, service) => {
  it('takes on processes and lets them go, and loses nothing', async () => {
    const round = roundOf(await arena.run(scenario(style, service)), 'it');
    const { scaling = [], outcomes, money, laws, resources, samples } = round;
    expect(round.invalidReasons).toEqual([]);
    expect(scaling.every((one) => one.service === service && one.error === undefined)).toBe(true);
    expect(scaling[0]).toMatchObject({ from: 1, target: 0.7 });
    expect(scaling.filter(({ to, from }) => to > from).length).toBeGreaterThan(0);
    expect(scaling.filter(({ to, from }) => to < from).length).toBeGreaterThan(0);
    expect(scaling.every(({ doneAt }) => doneAt !== null)).toBe(true);

    const own = resources.filter((one) => one.service === service).map(({ process }) => process);
    expect(own.slice(0, 2)).toEqual([`${service}-1`, `${service}-2`]);
    // What it was started for: it has worked.
    expect(Math.max(...(samples.processes[`${service}-2`]?.busy ?? []))).toBeGreaterThan(0);

    expect(outcomes.completed).toBe(outcomes.sent);
    expect(outcomes.duplicated).toBe(0);
    expect(money.balanced).toBe(true);
    expect(laws?.filter(({ holds }) => holds === false)).toEqual([]);
  });
});
