import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOf } from '../../src/harness/fleet.ts';
import { type Arena, brokenStyle, openArena, roundOf } from '../support/arena.ts';

/** The audit is only worth its name if it finds these, whatever the workflow. */
const workflows = ['subscribe', 'checkout'];

const scenario = (
  workflow: string,
  style: string,
  more: Partial<Record<'fault' | 'work' | 'load', string>> = {},
): string => `
title: broken on purpose
claim: the audit finds it
why: a check that cannot fail is none
workflow: ${workflow}
contestants:
  it: { style: ${style} }
rounds: 1
load: { rate: 50/s, arrivals: constant, warmUp: 500ms, duration: 4s, drain: 60s, patience: 8s${more.load ?? ''} }
services:
  payments: { work: ${more.work ?? '5ms'} }
${more.fault === undefined ? '' : `faults:\n  - ${more.fault}`}
`;

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

describe.concurrent('a style that is broken is found out', () => {
  it.each(workflows)('%s: dropping every 50th message after accepting it', async (workflow) => {
    const { outcomes } = roundOf(await arena.run(scenario(workflow, brokenStyle('drops-every-50th'))), 'it');
    // 225 requests with the warm-up, of which 200 are counted. What is held (the stock) is lost by more than a promise.
    const lost = workflow === 'checkout' ? outcomes.stranded : outcomes.vanished;
    expect(lost).toBeGreaterThanOrEqual(3);
    expect(lost).toBeLessThanOrEqual(4);
    expect(outcomes.completed).toBe(outcomes.sent - lost);
  });

  it.each(workflows)('%s: charging twice: double charges, and the money rule is broken', async (workflow) => {
    const result = await arena.run(scenario(workflow, brokenStyle('charges-twice')));
    const { outcomes, money } = roundOf(result, 'it');
    expect(outcomes.doubleCharged).toBe(outcomes.sent);
    expect(outcomes.duplicated).toBe(outcomes.sent);
    expect(money.balanced).toBe(false);
  });

  it.each(workflows)('%s: acknowledging before the commit, then killed', async (workflow) => {
    const fault = '{ at: 2s, for: 500ms, crash: payments }';
    const style = brokenStyle('acks-before-commit');
    const result = await arena.run(scenario(workflow, style, { fault, work: '200ms' }));
    const { outcomes } = roundOf(result, 'it');
    const lost = workflow === 'checkout' ? outcomes.stranded : outcomes.vanished;
    expect(lost).toBeGreaterThan(0);
    expect(outcomes.completed + lost).toBe(outcomes.sent);
  });

  it.each([
    ['subscribe', 'charge'],
    ['checkout', 'pay'],
  ])(
    '%s: committing a %s past its work, its slots and its faults: the process ends, and the round says why',
    async (workflow, step) => {
      const fault = '{ at: 500ms, for: 3s, latency: payments, add: 200ms }';
      const result = await arena.run(scenario(workflow, brokenStyle('walks-past-faults'), { fault }));
      const { valid, invalidReasons } = roundOf(result, 'it');
      expect(valid).toBe(false);
      expect(invalidReasons.join()).toMatch(
        new RegExp(`payments-1 .*ended by itself.*performs \`${step}\` past its work`),
      );
    },
  );

  it.each(workflows)('%s: answering 200 without doing anything: vanished, all of it', async (workflow) => {
    const { outcomes } = roundOf(await arena.run(scenario(workflow, brokenStyle('answers-only'))), 'it');
    expect(outcomes.completed).toBe(0);
    expect(outcomes.vanished).toBe(outcomes.sent);
  });

  it('checkout: forgetting to release the stock after a no: stranded, though the money is right', async () => {
    const style = brokenStyle('forgets-to-undo');
    const result = await arena.run(scenario('checkout', style, { load: ', declined: 20%' }));
    const { outcomes, money } = roundOf(result, 'it');
    expect(outcomes.stranded).toBeGreaterThan(0);
    expect(outcomes.declined).toBe(0);
    expect(outcomes.completed + outcomes.stranded).toBe(outcomes.sent);
    expect(money.balanced).toBe(true);
  });
});

/** Requests that have this effect, the last ones first. */
const requestsWith = (folder: string, service: string, effect: string): readonly string[] => {
  const database = new Database(databaseOf(folder, service));
  const rows = database
    .prepare('select request_id as id from ledger where effect = ? order by seq desc')
    .all(effect) as { id: string }[];
  database.close();
  return rows.map(({ id }) => id);
};

/** Deletes the row of an effect of a request; returns how many that were. */
const without = (folder: string, service: string, effect: string, requestId: string): number => {
  const database = new Database(databaseOf(folder, service));
  const { changes } = database
    .prepare('delete from ledger where effect = ? and request_id = ?')
    .run(effect, requestId);
  database.close();
  return changes;
};

describe.concurrent('a ledger that was tampered with', () => {
  it.each([
    // Served without charge weighs more than a promise that was broken.
    ['subscribe', [['payments', 'charged']], { stranded: 1, vanished: 0 }],
    [
      'checkout',
      [
        ['payments', 'paid'],
        ['stock', 'reserved'],
        ['shipping', 'packed'],
      ],
      { stranded: 1, vanished: 2 },
    ],
  ] as const)('%s: without its row a completed request is none', async (workflow, rows, expected) => {
    let deleted = 0;
    // Patient: on a busy machine a time-out would be one more incomplete request.
    const result = await arena.run(scenario(workflow, 'http, policies: { timeout: 8s }'), {
      beforeAudit: (_, folder) => {
        // Each from another request, and all of them from requests that were paid.
        const [[payer, paid]] = rows;
        const requests = requestsWith(folder, payer, paid);
        for (const [place, [service, effect]] of rows.entries())
          deleted += without(folder, service, effect, requests[place] ?? '');
      },
    });
    const { outcomes, money } = roundOf(result, 'it');
    expect(deleted).toBe(rows.length);
    expect(outcomes).toMatchObject(expected);
    expect(outcomes.completed).toBe(outcomes.sent - rows.length);
    expect(money.balanced).toBe(false);
  });
});
