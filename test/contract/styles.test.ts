import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOf } from '../../src/harness/fleet.ts';
import { type Outcomes, outcomeClasses } from '../../src/result/outcomes.ts';
import { shippedWorkflow } from '../../src/scenario/workflow-file.ts';
import { ordinalOf } from '../../src/shared/request-id.ts';
import { styles } from '../../src/styles/index.ts';
import { layoutOf } from '../../src/styles/style.ts';
import { meaningOf } from '../../src/workflow/meaning.ts';
import { readLedger } from '../../src/workflow/read-ledger.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

/** Every style, without exception, has to keep these promises for any workflow; those about the broker are in outages.test.ts. */
const names = [...styles.keys()];
const each = (...workflows: readonly string[]): readonly (readonly [style: string, workflow: string])[] =>
  workflows.flatMap((workflow) => names.map((style) => [style, workflow] as const));

const reads = (style: string, policy: string): boolean =>
  Object.hasOwn(styles.get(style)?.policies ?? {}, policy);

/** Tests run side by side on few cores: what waits for an answer waits longer than such a machine may be busy. */
const patient = (style: string): string => (reads(style, 'timeoutMs') ? 'timeout: 20s' : '');

/** Gives up at the first failure, so that no second try outlasts the fault, however slow the machine. */
const hasty = (style: string): string =>
  ['retries: 0', 'maxDeliveries: 1'].filter((one) => reads(style, one.split(':')[0] ?? '')).join(', ');

interface More {
  readonly policies?: string;
  readonly rate?: string;
  readonly duration?: string;
  readonly faults?: readonly string[];
}

const scenario = (
  style: string,
  workflow: string,
  { policies = '', rate = '30/s', duration = '4s', faults = [] }: More = {},
): string => `
title: contract
claim: a style keeps its promises
why: this is what a comparison stands on
workflow: ${workflow}
contestants:
  it: { style: ${style}, policies: { ${[patient(style), policies].filter((one) => one !== '').join(', ')} } }
rounds: 1
load: { rate: ${rate}, arrivals: constant, warmUp: 1s, duration: ${duration}, drain: 60s, patience: 20s, declined: 10% }
services:
${Object.keys(shippedWorkflow(workflow).services)
  .map((service) => `  ${service}: { work: 5ms }\n`)
  .join('')}
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

/** What all ledgers hold per request after a run, without times and instances. */
const finalState = async (folder: string, workflow: string): Promise<Map<string, string>> => {
  const state = new Map<string, string>();
  for (const service of Object.keys(shippedWorkflow(workflow).services)) {
    const { entries } = await readLedger(databaseOf(folder, service));
    for (const { requestId, effect } of entries) {
      const index = ordinalOf(requestId);
      // Steps of one service that do not wait for one another may come in either order.
      state.set(index, [...(state.get(index)?.split(' ') ?? []), effect].toSorted().join(' '));
    }
  }
  return state;
};

const tested = ['subscribe', 'checkout', 'fan-out-of-3'];
const states = new Map<string, Map<string, string>[]>(tested.map((workflow) => [workflow, []]));

// Only the broker is shared: what does not touch it runs side by side.
describe.concurrent('in good health', () => {
  it.each(each(...tested))(
    '%s completes or declines every request of %s exactly once',
    async (style, workflow) => {
      const result = await arena.run(scenario(style, workflow), {
        beforeAudit: async (_, folder) => void states.get(workflow)?.push(await finalState(folder, workflow)),
      });
      const { outcomes, money, valid, invalidReasons } = roundOf(result, 'it');
      expect(invalidReasons).toEqual([]);
      expect(valid).toBe(true);
      expect(outcomes.completed + outcomes.declined, JSON.stringify(outcomes)).toBe(outcomes.sent);
      expect(outcomes.declined > 0).toBe(meaningOf(shippedWorkflow(workflow)).declined.length > 0);
      expect(outcomes).toMatchObject({ duplicated: 0, doubleCharged: 0, unexpected: 0, lost: 0, failed: 0 });
      expect(money.balanced).toBe(true);
    },
  );
});

describe('after that', () => {
  it.each(tested)('every style has ended in the same ledgers of %s', (workflow) => {
    const [first, ...others] = states.get(workflow) ?? [];
    expect(first?.size).toBeGreaterThan(100);
    expect(others).toHaveLength(names.length - 1);
    for (const other of others) expect(other).toEqual(first);
  });

  it('whoever could not pay has no stock reserved', () => {
    const declined = [...(states.get('checkout')?.[0]?.values() ?? [])].filter((effects) =>
      effects.includes('payment-declined'),
    );
    expect(declined.length).toBeGreaterThan(0);
    expect(new Set(declined)).toEqual(
      new Set(['mailed-declined order-cancelled payment-declined placed released reserved']),
    );
  });
});

describe.concurrent('when every process is killed in turn', () => {
  it.each(each('subscribe', 'checkout'))(
    '%s keeps what it accepted of %s, and its books in order',
    async (style, workflow) => {
      const roles = layoutOf(styles.get(style)!, shippedWorkflow(workflow)).services;
      // Each a little longer than the time to the next: one that is over sooner would be waited for until it has recovered.
      const kills = roles.map((role, index) => `{ at: ${1 + 2 * index}s, for: 2100ms, crash: ${role} }`);
      const yaml = scenario(style, workflow, {
        rate: '15/s',
        duration: `${4 + 2 * roles.length}s`,
        faults: kills,
      });
      const { outcomes, money, faults } = roundOf(await arena.run(yaml), 'it');
      expect(faults.map(({ type, applies, bites }) => ({ type, applies, bites }))).toEqual(
        roles.map(() => ({ type: 'crash', applies: true, bites: 1 })),
      );
      expect(addUp(outcomes)).toBe(outcomes.sent);
      expect(money).toMatchObject({ balanced: true });
      expect(outcomes).toMatchObject({ duplicated: 0, doubleCharged: 0, unexpected: 0 });
      // Whatever was accepted is kept; what a dead front door never answered is dropped, or recovered from its outbox.
      expect(outcomes).toMatchObject({ stranded: 0, vanished: 0, unresolved: 0 });
    },
  );
});

describe.concurrent('when a late step fails for good', () => {
  it.each(names)('%s undoes all of a checkout that came before it, and tells the customer', async (style) => {
    let failed: string[][] = [];
    const yaml = scenario(style, 'checkout', {
      policies: hasty(style),
      rate: '15/s',
      faults: ['{ at: 0s, for: 3s, error: shipping, step: ship }'],
    });
    const result = await arena.run(yaml, {
      beforeAudit: async (_, folder) => {
        const all = await finalState(folder, 'checkout');
        failed = [...all.values()]
          .map((effects) => effects.split(' '))
          .filter((effects) => effects.includes('paid') && !effects.includes('shipped'));
      },
    });
    const { outcomes, money, invalidReasons } = roundOf(result, 'it');
    expect(invalidReasons).toEqual([]);
    expect(outcomes).toMatchObject({ lost: 0, duplicated: 0, doubleCharged: 0, unexpected: 0 });
    expect(outcomes.compensated, JSON.stringify(outcomes)).toBeGreaterThan(0);
    // Who was told of a failure has nothing and owes nothing; that the client was told is in the class.
    expect(outcomes.completed + outcomes.declined + outcomes.recovered + outcomes.failed).toBe(outcomes.sent);
    expect(money.balanced).toBe(true);
    expect(failed.length).toBeGreaterThanOrEqual(outcomes.compensated);
    // Where the answer cannot say it any more, a notice does.
    const isToldLater = layoutOf(styles.get(style)!, shippedWorkflow('checkout')).liveUpdates !== null;
    const expected = ['released', 'paid-back', 'order-cancelled', ...(isToldLater ? ['mailed-failed'] : [])];
    for (const effects of failed) expect(effects).toEqual(expect.arrayContaining(expected));
  });
});
