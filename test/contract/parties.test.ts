import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { styles } from '../../src/styles/index.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

const names = [...styles.keys()];

const patient = (style: string): string =>
  Object.hasOwn(styles.get(style)?.policies ?? {}, 'timeoutMs')
    ? 'timeout: 20s, retries: 8, breaker: none'
    : '';

const scenario = (style: string, party: string, faults = ''): string => `
title: contract
claim: a step asks a party outside in every style
workflow: checkout
contestants:
  it: { style: ${style}, policies: { ${patient(style)}${patient(style) === '' || styles.get(style)?.needs.length === 0 ? '' : ', '}${styles.get(style)?.needs.length === 0 ? '' : 'maxDeliveries: 20'} } }
rounds: 1
load: { rate: 20/s, arrivals: constant, warmUp: 1s, duration: 4s, drain: 90s, patience: 20s, declined: 10% }
services:
  payments: { work: 1ms }
parties:
  bank: { step: pay, work: 2ms, ${party} }
${faults}
`;

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

// Only the broker is shared: what does not touch it runs side by side.
describe.concurrent('a party that fails some tries and takes on less than comes', () => {
  it.each(names)('%s asks it, and no law is broken whatever it answers', async (style) => {
    const { outcomes, money, laws, counters, resources } = roundOf(
      await arena.run(scenario(style, 'rateLimit: 15/s, errors: 20%')),
      'it',
    );
    expect(laws?.filter(({ holds }) => holds === false)).toEqual([]);
    expect(money.balanced).toBe(true);
    expect(counters['party.asked']).toBeGreaterThan(outcomes.sent);
    expect(counters['party.limited']).toBeGreaterThan(0);
    expect(counters['party.failed']).toBeGreaterThan(0);
    expect(outcomes).toMatchObject({
      duplicated: 0,
      doubleCharged: 0,
      stranded: 0,
      vanished: 0,
      unresolved: 0,
    });
    expect(outcomes.completed).toBeGreaterThan(0);
    expect(resources.map(({ process }) => process)).toContain('bank-1');
  });
});

describe('a party that is killed', () => {
  it('holds up events, which lose nothing by it', async () => {
    const { outcomes, faults, laws } = roundOf(
      await arena.run(scenario('events', 'timeout: 1s', 'faults: [{ at: 1s, for: 1500ms, crash: bank }]')),
      'it',
    );
    expect(faults[0]).toMatchObject({ type: 'crash', target: 'bank', bites: 1, applies: true });
    expect(laws?.filter(({ holds }) => holds === false)).toEqual([]);
    expect(outcomes.completed + outcomes.declined).toBe(outcomes.sent);
  });
});
