import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { styles } from '../../src/styles/index.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

const names = [...styles.keys()];
const needsBroker = names.filter((name) => styles.get(name)?.needs.includes('rabbitmq'));

const patient = (style: string): string =>
  Object.hasOwn(styles.get(style)?.policies ?? {}, 'timeoutMs') ? 'timeout: 20s, breaker: none' : '';

const scenario = (style: string, fault: string, instances = 1): string => `
title: contract
claim: what is restarted in good order loses nothing
contestants:
  it: { style: ${style}, policies: { ${patient(style)} } }
rounds: 1
load: { rate: 30/s, arrivals: constant, warmUp: 1s, duration: 6s, drain: 60s, patience: 20s, declined: 10% }
services:
  payments: { work: 50ms, instances: ${instances} }
faults:
  - ${fault}
`;

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

// Only the broker is shared: what does not touch it runs side by side.
describe.concurrent('a rolling restart', () => {
  it.each(names)('of two processes costs %s no request', async (style) => {
    const yaml = scenario(style, '{ at: 1s, for: 3s, rolling-restart: payments, away: 500ms }', 2);
    const { outcomes, faults, laws, ended } = roundOf(await arena.run(yaml), 'it');
    expect(faults[0]).toMatchObject({ type: 'rolling-restart', target: 'payments', bites: 2, applies: true });
    expect(faults[0]?.error).toBeUndefined();
    expect(ended).toEqual([]);
    expect(laws?.filter(({ holds }) => holds === false)).toEqual([]);
    expect(outcomes).toMatchObject({ stranded: 0, vanished: 0, duplicated: 0, doubleCharged: 0 });
    // A client that makes every call itself tries each once: what it calls where nobody listens has failed.
    if (style !== 'frontend') expect(outcomes.completed + outcomes.declined).toBe(outcomes.sent);
  });
});

describe.concurrent('a restart in good order', () => {
  it.each(names)('of the only process leaves the books of %s in order', async (style) => {
    const yaml = scenario(style, '{ at: 1s, for: 1s, restart: payments }');
    const { outcomes, faults, money, laws } = roundOf(await arena.run(yaml), 'it');
    expect(faults[0]).toMatchObject({ type: 'restart', target: 'payments', bites: 1, applies: true });
    expect(laws?.filter(({ holds }) => holds === false)).toEqual([]);
    expect(money.balanced).toBe(true);
    expect(outcomes).toMatchObject({
      stranded: 0,
      vanished: 0,
      unresolved: 0,
      contradicted: 0,
      doubleCharged: 0,
    });
    if (styles.get(style)?.answers === 'when-accepted' && style !== 'hybrid')
      expect(outcomes.completed + outcomes.declined).toBe(outcomes.sent);
  });
});

describe('a restart of the broker in good order', () => {
  it.each(needsBroker)('loses nothing that %s had accepted', async (style) => {
    const yaml = scenario(style, '{ at: 1s, for: 1s, restart: broker }');
    const { outcomes, faults } = roundOf(await arena.run(yaml), 'it');
    expect(faults[0]).toMatchObject({ type: 'restart', target: 'broker', bites: 1, applies: true });
    expect(outcomes).toMatchObject({ lost: 0, doubleCharged: 0 });
  });
});
