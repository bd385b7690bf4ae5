import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseOf } from '../../src/harness/fleet.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { LedgerEntry } from '../../src/workflow/order.ts';
import { readLedger } from '../../src/workflow/read-ledger.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';

/** What a comparison must not do to either side: see docs/decisions/good-defaults.md. */
interface Case {
  readonly style?: string;
  readonly policies?: string;
  readonly rate?: string;
  readonly duration?: string;
  readonly payments?: string;
  readonly recommendations?: string;
  readonly fault?: string;
}

const scenario = (one: Case): string => `
title: fair
claim: nobody is blamed for what another did
why: a comparison stands on it
contestants:
  it: { style: ${one.style ?? 'http'}, policies: { ${one.policies ?? ''} } }
rounds: 1
load: { rate: ${one.rate ?? '10/s'}, arrivals: constant, warmUp: 0ms, duration: ${one.duration ?? '4s'}, drain: 60s, patience: 30s }
services:
  payments: { ${one.payments ?? 'work: 5ms'} }
  recommendations: { ${one.recommendations ?? 'work: 5ms'} }
${one.fault === undefined ? '' : `faults:\n  - ${one.fault}`}
# A budget this wide lets the generator be late: counts do not mind, and a busy machine repeats no round.
budgets:
  - accepted.p95 < 600s
`;

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

const see = async (
  one: Case,
  service: string = 'payments',
): Promise<{ readonly round: RoundResult; readonly entries: readonly LedgerEntry[] }> => {
  let entries: readonly LedgerEntry[] = [];
  const result = await arena.run(scenario(one), {
    beforeAudit: async (_, folder) => {
      entries = (await readLedger(databaseOf(folder, service))).entries;
    },
  });
  return { round: roundOf(result, 'it'), entries };
};

const counted = ({ counters }: RoundResult, name: string): number => counters[name] ?? 0;

/** For a failure that only a busy machine shows. */
const told = ({ outcomes, counters }: RoundResult): string => JSON.stringify({ outcomes, counters });

/** The most workings that went on at one moment. */
const mostAtOnce = (entries: readonly LedgerEntry[]): number =>
  Math.max(
    ...entries.map(
      ({ startedAt: moment }) =>
        entries.filter(({ startedAt, at }) => startedAt <= moment && moment < at).length,
    ),
  );

const once = (entries: readonly LedgerEntry[], sent: number): void => {
  const charges = entries.filter(({ effect }) => effect === 'charged');
  expect(charges).toHaveLength(sent);
  expect(new Set(charges.map(({ requestId }) => requestId)).size).toBe(sent);
};

describe('a repeated call', () => {
  // As 1.2 s of work under a time-out of 1 s, four times as slow: a busy machine must not be taken for a third try.
  const slow = {
    policies: 'timeout: 4s, retries: 3',
    payments: 'workers: 64, work: 4800ms',
  };

  it('of http waits for the first try, and every request is completed with two tries', async () => {
    const { round, entries } = await see(slow);
    expect(round.outcomes.sent).toBe(40);
    expect(round.outcomes.completed, told(round)).toBe(40);
    expect(counted(round, 'work.repeatsAwaited')).toBeGreaterThan(0);
    once(entries, 40);
  });

  it('of hybrid answers as soon as the charge stands', async () => {
    const { round, entries } = await see({ ...slow, style: 'hybrid' });
    expect(round.outcomes.completed, told(round)).toBe(40);
    // Not a third try, let alone a fourth, for want of an answer to the second.
    expect(counted(round, 'http.calls.payments')).toBe(80);
    once(entries, 40);
  });

  it('takes no worker from others', async () => {
    const { round, entries } = await see({
      policies: 'timeout: 1s, retries: 20, backoff: none, breaker: none',
      payments: 'workers: 1, work: 400ms',
      rate: '2/s',
      duration: '6s',
    });
    expect(round.outcomes.completed).toBe(round.outcomes.sent);
    expect(mostAtOnce(entries)).toBe(1);
    once(entries, round.outcomes.sent);
  });

  it('of events, delivered again while the first is worked on, is worked on once', async () => {
    const { round, entries } = await see({
      style: 'events',
      payments: 'work: { median: 3s, p99: 3s, redraw: true }',
      duration: '6s',
      fault: '{ at: 3s, for: 200ms, reset: payments↔broker }',
    });
    expect(counted(round, 'amqp.redeliveries')).toBeGreaterThan(0);
    expect(counted(round, 'work.repeatsAwaited')).toBeGreaterThan(0);
    expect(round.outcomes.completed).toBe(round.outcomes.sent);
    once(entries, round.outcomes.sent);
    // With `redraw` every working has its number: there was no second.
    expect(new Set(entries.map(({ draw }) => draw))).toEqual(new Set([1]));
  });

  it('finds the record when only the acknowledgement of the first try was lost', async () => {
    const { round, entries } = await see({
      policies: 'retries: 2, backoff: none',
      payments: 'work: 20ms',
      fault: '{ at: 1s, for: 2s, error: payments, step: charge, after: true, probability: 50% }',
    });
    expect(round.outcomes.completed).toBe(round.outcomes.sent);
    expect(counted(round, 'work.repeatsAnswered')).toBeGreaterThan(0);
    once(entries, round.outcomes.sent);
  });
});

describe('a new working', () => {
  it('draws its time anew where the scenario says so, and the ledger says which draw it was', async () => {
    const { round, entries } = await see({
      policies: 'retries: 2, backoff: none, idempotency: off, breaker: none',
      payments: 'work: { median: 20ms, p99: 40ms, redraw: true }',
      fault: '{ at: 1s, for: 2s, error: payments, step: charge, after: true, probability: 50% }',
    });
    // Without idempotency each try works, and charges, again.
    expect(round.outcomes.doubleCharged).toBeGreaterThan(0);
    const draws = entries.filter(({ effect }) => effect === 'charged').map(({ draw }) => draw);
    expect(new Set(draws)).toContain(2);
  });
});

describe('a breaker', () => {
  it('never opens on a healthy service behind a slow one', async () => {
    const { round } = await see({
      policies: 'timeout: 4s, retries: 2',
      payments: 'workers: 256, work: { median: 3800ms, p99: 6s }',
      rate: '20/s',
      duration: '8s',
    });
    // Time-outs happened, and payments came to recommendations too late.
    const retries = counted(round, 'http.calls.payments') - counted(round, 'http.requests.payments');
    expect(retries, told(round)).toBeGreaterThan(0);
    expect(counted(round, 'http.deadlinePassed.recommendations')).toBeGreaterThan(0);
    expect(counted(round, 'http.circuit.openings.recommendations')).toBe(0);
    expect(counted(round, 'http.circuit.openMs.recommendations')).toBe(0);
  });

  it.each([
    ['fails', 'error: recommendations', ''],
    ['hangs', 'hang: recommendations', 'timeout: 2s, '],
  ])('opens on a service that %s, and says for how long', async (_, fault, timeout) => {
    const { round } = await see({
      policies: `${timeout}retries: 1`,
      rate: '30/s',
      duration: '14s',
      fault: `{ at: 500ms, for: 7s, ${fault} }`,
    });
    expect(counted(round, 'http.circuit.openings.recommendations')).toBeGreaterThan(0);
    expect(counted(round, 'http.circuit.openMs.recommendations')).toBeGreaterThan(0);
    const spans = round.states.filter(({ name }) => name === 'circuit:recommendations');
    expect(spans).toHaveLength(counted(round, 'http.circuit.openings.recommendations'));
    // The service is well again, and so is the circuit.
    expect(spans.at(-1)?.until).not.toBeNull();
    expect(round.phases.after.outcomes.completed).toBeGreaterThan(0);
  });
});
