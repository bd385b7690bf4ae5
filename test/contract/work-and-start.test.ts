import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

const scenario = (style: string, services: string, faults = ''): string => `
title: contract
claim: work that computes, and processes that start cold
contestants:
  it: { style: ${style}, policies: { ${style === 'http' ? 'timeout: 20s' : ''} } }
rounds: 1
load: { rate: 15/s, arrivals: constant, warmUp: 1s, duration: 4s, drain: 60s, patience: 20s }
services: { ${services} }
${faults}
`;

describe.concurrent('work that computes', () => {
  it.each(['http', 'events'])('is paid in processor time by %s', async (style) => {
    const { outcomes, laws, resources } = roundOf(
      await arena.run(scenario(style, 'payments: { work: { cpu: 10ms } }')),
      'it',
    );
    expect(outcomes.completed).toBe(outcomes.sent);
    expect(laws?.filter(({ holds }) => holds === false)).toEqual([]);
    expect(laws?.find(({ law }) => law === 'work done = work ordered')?.holds).toBe(true);
    const spent = resources.find(({ process }) => process === 'payments-1')?.cpuSeconds ?? 0;
    expect(spent).toBeGreaterThanOrEqual((75 * 10) / 1_000);
  });
});

describe.concurrent('a service that starts cold', () => {
  it.each(['http', 'events'])('takes its time again after it was killed, in %s', async (style) => {
    const { faults, outcomes, money } = roundOf(
      await arena.run(
        scenario(
          style,
          'payments: { work: 5ms, coldStart: 1500ms }',
          'faults: [{ at: 1s, for: 500ms, crash: payments }]',
        ),
      ),
      'it',
    );
    const [crash] = faults;
    expect(crash?.error).toBeUndefined();
    // It was to be away for half a second, and then took as long as it always does.
    expect((crash?.liftedAt ?? 0) - (crash?.struckAt ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(money.balanced).toBe(true);
    if (style === 'events') expect(outcomes.completed).toBe(outcomes.sent);
  });
});
