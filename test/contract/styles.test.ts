import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOf } from '../../src/harness/fleet.ts';
import { type Outcomes, outcomeClasses } from '../../src/result/outcomes.ts';
import { shippedWorkflow } from '../../src/scenario/workflow-file.ts';
import { ordinalOf } from '../../src/shared/request-id.ts';
import { styles } from '../../src/styles/index.ts';
import { layoutOf } from '../../src/styles/style.ts';
import { readLedger } from '../../src/workflow/read-ledger.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

/** Every style, without exception, has to keep these promises; those about the broker are in outages.test.ts. */
const names = [...styles.keys()];

/** Tests run side by side on few cores: what waits for an answer waits longer than such a machine may be busy. */
const patient = (style: string): string =>
  Object.hasOwn(styles.get(style)?.policies ?? {}, 'timeoutMs') ? 'timeout: 20s' : '';

/** What each workflow is given to do quickly, and every way in which a style may run it. */
const quick: Readonly<Record<string, string>> = {
  subscribe: 'services: { payments: { work: 5ms }, recommendations: { work: 5ms } }',
  checkout: 'services: { payments: { work: 5ms }, invoices: { work: 5ms }, shipping: { work: 5ms } }',
  'fan-out-of-3': '',
};
const everywhere = Object.keys(quick).flatMap((workflow) => names.map((style) => [workflow, style] as const));
const shipped = everywhere.filter(([workflow]) => workflow !== 'fan-out-of-3');

const scenario = (workflow: string, style: string, faults: readonly string[] = []): string => `
title: contract
claim: a style keeps its promises
why: this is what a comparison stands on
workflow: ${workflow}
contestants:
  it: { style: ${style}, policies: { ${patient(style)} } }
rounds: 1
load: { rate: 30/s, arrivals: constant, warmUp: 1s, duration: 4s, drain: 60s, patience: 20s, declined: 10% }
${quick[workflow] ?? ''}
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
const finalState = async (workflow: string, folder: string): Promise<Map<string, string>> => {
  const state = new Map<string, string>();
  for (const service of Object.keys(shippedWorkflow(workflow).services)) {
    const { entries } = await readLedger(databaseOf(folder, service));
    for (const { requestId, effect } of entries) {
      const index = ordinalOf(requestId);
      // Steps of one service that do not wait for one another may come in either order.
      state.set(index, [...(state.get(index) ?? '').split(' '), effect].toSorted().join(' '));
    }
  }
  return state;
};

const states = new Map<string, Map<string, Map<string, string>>>();

// Only the broker is shared: what does not touch it runs side by side.
describe.concurrent('in good health', () => {
  it.each(everywhere)(
    '%s by %s: every request completes or is declined exactly once',
    async (workflow, style) => {
      const result = await arena.run(scenario(workflow, style), {
        beforeAudit: async (_, folder) => {
          const known = states.get(workflow) ?? new Map<string, Map<string, string>>();
          states.set(workflow, known);
          known.set(style, await finalState(workflow, folder));
        },
      });
      const { outcomes, money, valid, invalidReasons } = roundOf(result, 'it');
      expect(invalidReasons).toEqual([]);
      expect(valid).toBe(true);
      expect(outcomes.completed + outcomes.declined, JSON.stringify(outcomes)).toBe(outcomes.sent);
      if (workflow !== 'fan-out-of-3') expect(outcomes.declined).toBeGreaterThan(0);
      expect(outcomes).toMatchObject({ duplicated: 0, doubleCharged: 0, unexpected: 0, lost: 0, failed: 0 });
      expect(money.balanced).toBe(true);
    },
  );
});

describe('after that', () => {
  it.each(Object.keys(quick))('every style has ended in the same ledgers of %s', (workflow) => {
    const [first, ...others] = [...(states.get(workflow)?.values() ?? [])];
    expect(first?.size).toBeGreaterThan(100);
    expect(others).toHaveLength(names.length - 1);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe.concurrent('when every process is killed in turn', () => {
  it.each(shipped)('%s by %s keeps what it accepted, and its books in order', async (workflow, style) => {
    const roles = layoutOf(styles.get(style)!, shippedWorkflow(workflow)).services;
    // Each a little longer than the time to the next: one that is over sooner would be waited for until it has recovered.
    const kills = roles.map((role, index) => `{ at: ${1 + 2 * index}s, for: 2100ms, crash: ${role} }`);
    const yaml = scenario(workflow, style, kills)
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

describe.concurrent('when the last step fails for good', () => {
  it.each(names)('checkout by %s takes back all that was done, and says so', async (style) => {
    const broken = scenario('checkout', style, [
      '{ at: 0s, for: 20s, error: shipping, step: ship, probability: 100% }',
    ]).replace('drain: 60s', 'drain: 90s');
    const left: string[] = [];
    const result = await arena.run(broken, {
      beforeAudit: async (_, folder) => {
        const state = await finalState('checkout', folder);
        for (const [index, effects] of state) {
          const counted = (effect: string): number =>
            effects.split(' ').filter((one) => one === effect).length;
          const isClosed = counted('confirmed') <= counted('order-cancelled');
          const isEven =
            counted('reserved') === counted('released') && counted('paid') === counted('paid-back');
          if (!effects.includes('shipped') && !(isClosed && isEven)) left.push(`${index}: ${effects}`);
        }
      },
    });
    const { outcomes, money } = roundOf(result, 'it');
    expect(left).toEqual([]);
    expect(money.balanced).toBe(true);
    // Where a breaker opens, later orders are refused before they pay.
    expect(outcomes.compensated).toBeGreaterThan(0);
    expect(outcomes.failed + outcomes.declined).toBe(outcomes.sent);
    expect(outcomes).toMatchObject({ completed: 0, recovered: 0, lost: 0, doubleCharged: 0 });
  });
});
