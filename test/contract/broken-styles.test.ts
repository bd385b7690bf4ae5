import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOf } from '../../src/harness/fleet.ts';
import { type Arena, brokenStyle, openArena, roundOf } from '../support/arena.ts';

/** The audit is only worth its name if it finds these. */
const scenario = (style: string, fault = '', work = '5ms', workflow = 'subscribe'): string => `
title: broken on purpose
claim: the audit finds it
why: a check that cannot fail is none
workflow: ${workflow}
contestants:
  it: { style: ${style} }
rounds: 1
load: { rate: 50/s, arrivals: constant, warmUp: 500ms, duration: 4s, drain: 60s, patience: 8s }
services:
  payments: { work: ${work} }
  ${workflow === 'subscribe' ? 'recommendations: { work: 2ms }' : 'shipping: { work: 2ms }'}
${fault === '' ? '' : `faults:\n  - ${fault}`}
`;

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

describe.concurrent('a style that is broken is found out', () => {
  it('dropping every 50th message after accepting it: vanished', async () => {
    const { outcomes } = roundOf(await arena.run(scenario(brokenStyle('drops-every-50th'))), 'it');
    // 225 requests with the warm-up, of which 200 are counted.
    expect(outcomes.vanished).toBeGreaterThanOrEqual(3);
    expect(outcomes.vanished).toBeLessThanOrEqual(4);
    expect(outcomes.completed).toBe(outcomes.sent - outcomes.vanished);
  });

  it('charging twice: double charges, and the money rule is broken', async () => {
    const { outcomes, money } = roundOf(await arena.run(scenario(brokenStyle('charges-twice'))), 'it');
    expect(outcomes.doubleCharged).toBe(outcomes.sent);
    expect(outcomes.duplicated).toBe(outcomes.sent);
    expect(money.balanced).toBe(false);
  });

  it('acknowledging before the commit, then killed: vanished', async () => {
    const style = brokenStyle('acks-before-commit');
    const { outcomes } = roundOf(
      await arena.run(scenario(style, '{ at: 2s, for: 500ms, crash: payments }', '200ms')),
      'it',
    );
    expect(outcomes.vanished).toBeGreaterThan(0);
    expect(outcomes.completed + outcomes.vanished).toBe(outcomes.sent);
  });

  it('committing a charge past its work, its slots and its faults: the process ends, and the round says why', async () => {
    const style = brokenStyle('walks-past-faults');
    const { valid, invalidReasons } = roundOf(
      await arena.run(scenario(style, '{ at: 500ms, for: 3s, latency: payments, add: 200ms }')),
      'it',
    );
    expect(valid).toBe(false);
    expect(invalidReasons.join()).toMatch(/payments-1 .*ended by itself.*performs `charge` past its work/);
  });

  it('answering 200 without doing anything: vanished, all of it', async () => {
    const { outcomes } = roundOf(await arena.run(scenario(brokenStyle('answers-only'))), 'it');
    expect(outcomes.completed).toBe(0);
    expect(outcomes.vanished).toBe(outcomes.sent);
  });
});

describe.concurrent('a style that is broken for checkout is found out', () => {
  const checkout = (style: string, more = ''): string =>
    scenario(brokenStyle(style), '', '5ms', 'checkout').replace(
      'patience: 8s',
      `patience: 8s${more === '' ? '' : `, ${more}`}`,
    );

  it('dropping every 50th message after accepting it: stranded, for the stock is held', async () => {
    const { outcomes } = roundOf(await arena.run(checkout('drops-every-50th')), 'it');
    expect(outcomes.stranded).toBeGreaterThanOrEqual(3);
    expect(outcomes.stranded).toBeLessThanOrEqual(4);
    expect(outcomes.completed).toBe(outcomes.sent - outcomes.stranded);
  });

  it('charging twice: double charges, and the money rule is broken', async () => {
    const { outcomes, money } = roundOf(await arena.run(checkout('charges-twice')), 'it');
    expect(outcomes.doubleCharged).toBe(outcomes.sent);
    expect(money.balanced).toBe(false);
  });

  it('answering 200 without doing anything: vanished, all of it', async () => {
    const { outcomes } = roundOf(await arena.run(checkout('answers-only')), 'it');
    expect(outcomes.vanished).toBe(outcomes.sent);
  });

  it('keeping the stock of orders whose payment was declined: stranded, each of them', async () => {
    const { outcomes } = roundOf(await arena.run(checkout('forgets-to-undo', 'declined: 20%')), 'it');
    expect(outcomes.stranded).toBeGreaterThan(20);
    expect(outcomes.stranded + outcomes.completed).toBe(outcomes.sent);
  });
});

describe('a ledger that was tampered with', () => {
  it('without its charge row a completed request is stranded: served without charge', async () => {
    let deleted = 0;
    // Patient: on a busy machine a time-out would be one more incomplete request.
    const result = await arena.run(scenario('http, policies: { timeout: 8s }'), {
      beforeAudit: (_, folder) => {
        const database = new Database(databaseOf(folder, 'payments'));
        deleted = database
          .prepare(
            "delete from ledger where effect = 'charged' and seq = (select max(seq) from ledger where effect = 'charged')",
          )
          .run().changes;
        database.close();
      },
    });
    const { outcomes, money } = roundOf(result, 'it');
    expect(deleted).toBe(1);
    expect(outcomes.stranded).toBe(1);
    expect(outcomes.completed).toBeLessThan(outcomes.sent);
    expect(money.balanced).toBe(false);
  });
});
