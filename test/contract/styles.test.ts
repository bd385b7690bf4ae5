import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOf } from '../../src/harness/fleet.ts';
import { type Outcomes, outcomeClasses } from '../../src/result/outcomes.ts';
import { ordinalOf } from '../../src/shared/request-id.ts';
import { styles } from '../../src/styles/index.ts';
import { layoutOf } from '../../src/styles/style.ts';
import { readLedger } from '../../src/workflow/read-ledger.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';
import { subscribe } from '../support/subscribe.ts';

/** Every style, without exception, has to keep these promises; those about the broker are in outages.test.ts. */
const names = [...styles.keys()];

/** Tests run side by side on few cores: what waits for an answer waits longer than such a machine may be busy. */
const patient = (style: string): string =>
  Object.hasOwn(styles.get(style)?.policies ?? {}, 'timeoutMs') ? 'timeout: 20s' : '';

const scenario = (style: string, faults: readonly string[] = []): string => `
title: contract
claim: a style keeps its promises
why: this is what a comparison stands on
contestants:
  it: { style: ${style}, policies: { ${patient(style)} } }
rounds: 1
load: { rate: 30/s, arrivals: constant, warmUp: 1s, duration: 4s, drain: 60s, patience: 20s, declined: 10% }
services:
  payments: { work: 5ms }
  recommendations: { work: 5ms }
${faults.length === 0 ? '' : `faults:${faults.map((fault) => `\n  - ${fault}`).join('')}`}
`;

const addUp = (outcomes: Outcomes): number => outcomeClasses.reduce((sum, name) => sum + outcomes[name], 0);

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

/** What every service's ledger holds per request after a run, without times and instances. */
const finalState = async (folder: string): Promise<Map<string, string>> => {
  const state = new Map<string, string>();
  for (const service of Object.keys(subscribe.services)) {
    const { entries } = await readLedger(databaseOf(folder, service));
    for (const { requestId, effect } of entries) {
      const index = ordinalOf(requestId);
      state.set(index, `${state.get(index) ?? ''} ${effect}`);
    }
  }
  return state;
};

const states = new Map<string, Map<string, string>>();

// Only the broker is shared: what does not touch it runs side by side.
describe.concurrent('in good health', () => {
  it.each(names)('%s completes or declines every request exactly once', async (style) => {
    const result = await arena.run(scenario(style), {
      beforeAudit: async (_, folder) => void states.set(style, await finalState(folder)),
    });
    const { outcomes, money, valid, invalidReasons } = roundOf(result, 'it');
    expect(invalidReasons).toEqual([]);
    expect(valid).toBe(true);
    expect(outcomes.completed + outcomes.declined, JSON.stringify(outcomes)).toBe(outcomes.sent);
    expect(outcomes.declined).toBeGreaterThan(0);
    expect(outcomes).toMatchObject({ duplicated: 0, doubleCharged: 0, unexpected: 0, lost: 0, failed: 0 });
    expect(money.balanced).toBe(true);
  });
});

describe('after that', () => {
  it('every style has ended in the same ledgers', () => {
    const [first, ...others] = [...states.values()];
    expect(first?.size).toBeGreaterThan(100);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe.concurrent('when every process is killed in turn', () => {
  it.each(names)('%s keeps what it accepted, and its books in order', async (style) => {
    const roles = layoutOf(styles.get(style)!, subscribe).services;
    // Each a little longer than the time to the next: one that is over sooner would be waited for until it has recovered.
    const kills = roles.map((role, index) => `{ at: ${1 + 2 * index}s, for: 2100ms, crash: ${role} }`);
    const yaml = scenario(style, kills)
      .replace('duration: 4s', `duration: ${4 + 2 * roles.length}s`)
      .replace('rate: 30/s', 'rate: 15/s');
    const { outcomes, money, faults } = roundOf(await arena.run(yaml), 'it');
    expect(faults.map(({ type, applies, bites }) => ({ type, applies, bites }))).toEqual(
      roles.map(() => ({ type: 'crash', applies: true, bites: 1 })),
    );
    expect(addUp(outcomes)).toBe(outcomes.sent);
    expect(money).toMatchObject({ balanced: true });
    expect(outcomes).toMatchObject({ duplicated: 0, doubleCharged: 0, unexpected: 0 });
    // Whatever was accepted is kept; what a dead front door never answered is dropped, or recovered from its outbox.
    expect(outcomes).toMatchObject({ stranded: 0, vanished: 0, unresolved: 0 });
  });
});
