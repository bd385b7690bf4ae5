import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { faults } from '../../src/faults/index.ts';
import { databaseOf } from '../../src/harness/fleet.ts';
import type { PhaseName } from '../../src/result/figures.ts';
import type { FaultRecord } from '../../src/result/observations.ts';
import type { RoundResult } from '../../src/result/round.ts';
import type { LedgerEntry } from '../../src/workflow/order.ts';
import { readLedger } from '../../src/workflow/read-ledger.ts';
import { type Arena, openArena, roundOf } from '../support/arena.ts';
import { subscribe } from '../support/subscribe.ts';

interface Seen {
  readonly round: RoundResult;
  /** How often each request has the effect in the ledgers; with those of the warm-up, which no outcome counts. */
  readonly timesOf: (effect: string) => readonly number[];
  readonly fault: FaultRecord & { readonly struckAt: number; readonly liftedAt: number };
}

/** How a fault shows itself in counts, on the style and with the settings that make it visible. */
interface Case {
  readonly style?: string;
  readonly policies?: string;
  /** Of payments. */
  readonly work?: string;
  /** Of payments, 1 without it. */
  readonly instances?: number;
  /** The first entry is the fault under test. */
  readonly faults: readonly string[];
  readonly affects: (seen: Seen) => void;
}

const counted = ({ round }: Seen, name: string): number => round.counters[name] ?? 0;
/** Client requests, due in a phase, that went wrong for the user. */
const hurtIn = ({ round: { phases } }: Seen, phase: PhaseName): number => {
  const { failed, lost, recovered } = phases[phase].outcomes;
  return failed + lost + recovered;
};

/** At least such a share of the requests due while the fault was in force went wrong, and few others: a busy machine may add one or two. */
const hurtsWhileInForce = (seen: Seen, leastShare: number): void => {
  const hurt = hurtIn(seen, 'during');
  expect(hurt).toBeGreaterThanOrEqual(leastShare * seen.round.phases.during.outcomes.sent);
  expect(hurtIn(seen, 'before') + hurtIn(seen, 'after')).toBeLessThanOrEqual(hurt / 4);
};

/** Faults are over after two: what comes later has time to go well on a busy machine, too. */
const loadSeconds = 6;

const oneTry = 'retries: 0, breaker: none';

/** What the process had in hand when it ended came again, and nothing is missing or double. */
const allDoneAfterRedelivery = (seen: Seen): void => {
  const { sent } = seen.round.outcomes;
  expect(counted(seen, 'amqp.redeliveries')).toBeGreaterThan(0);
  expect(seen.round.outcomes).toMatchObject({ completed: sent, duplicated: 0 });
};

const cases: Readonly<Record<string, Case>> = {
  latency: {
    // Slower than the caller waits: what a slow step does to others can be counted.
    policies: `timeout: 1s, ${oneTry}`,
    faults: ['{ at: 500ms, for: 1500ms, latency: payments, add: 2s, jitter: 50ms }'],
    affects: (seen) => hurtsWhileInForce(seen, 0.6),
  },
  error: {
    // Patient, so that on a busy machine nothing fails but what the fault fails.
    policies: `timeout: 4s, ${oneTry}`,
    faults: ['{ at: 500ms, for: 1500ms, error: payments, step: charge, after: true }'],
    // The acknowledgement is lost after the commit: each of these was charged, and the money goes back.
    affects: (seen) => {
      expect(seen.round.outcomes.compensated).toBe(seen.round.outcomes.failed);
      expect(seen.round.outcomes.compensated).toBe(seen.fault.bites);
      hurtsWhileInForce(seen, 0.6);
      // Refunds count the warm-up too.
      expect(seen.round.money.refunds).toBeGreaterThanOrEqual(seen.round.outcomes.compensated);
      expect(seen.round.money.balanced).toBe(true);
    },
  },
  hang: {
    policies: `timeout: 1s, ${oneTry}`,
    faults: ['{ at: 500ms, for: 1500ms, hang: payments, step: charge }'],
    // Who waited for less than a second when it was cleared goes on.
    affects: (seen) => hurtsWhileInForce(seen, 0.15),
  },
  duplicate: {
    policies: `idempotency: off, ${oneTry}`,
    faults: ['{ at: 500ms, for: 1500ms, duplicate: payments, step: charge, probability: 50%, gap: 5ms }'],
    affects: ({ round, fault, timesOf }) => {
      const { doubleCharged, sent } = round.phases.during.outcomes;
      expect(doubleCharged / sent).toBeGreaterThan(0.15);
      expect(doubleCharged / sent).toBeLessThan(0.85);
      expect(timesOf('charged').filter((times) => times === 2)).toHaveLength(fault.bites);
    },
  },
  poison: {
    style: 'events',
    policies: 'maxDeliveries: 2',
    faults: ['{ at: 500ms, for: 1500ms, poison: payments, step: charge, probability: 20% }'],
    // Each delivery failed, so every poisonous message ended in the dead-letter queue.
    affects: (seen) => {
      expect(counted(seen, 'amqp.deadLettered')).toBeGreaterThan(0);
      expect(hurtIn(seen, 'during')).toBeGreaterThan(0);
      expect(hurtIn(seen, 'during')).toBeLessThan(0.6 * seen.round.phases.during.outcomes.sent);
      expect(seen.timesOf('notified-failed')).toHaveLength(counted(seen, 'amqp.deadLettered'));
    },
  },
  'fail-first': {
    // Patient callers: a time-out of a busy machine would be one more try.
    policies: 'retries: 2, backoff: none, breaker: none, timeout: 8s',
    faults: ['{ at: 1s, for: 1s, fail-first: payments, step: charge, attempts: 2 }'],
    // Two tries of every call fail and the third succeeds.
    affects: (seen) => {
      expect(counted(seen, 'http.calls.payments') - counted(seen, 'http.requests.payments')).toBe(
        seen.fault.bites,
      );
      expect(seen.round.outcomes.completed).toBe(seen.round.outcomes.sent);
    },
  },
  cpu: {
    faults: ['{ at: 500ms, for: 5s, cpu: payments, share: 80% }'],
    affects: ({ round }) => {
      const spent = (name: string): number =>
        round.resources.find(({ process }) => process === name)?.cpuSeconds ?? 0;
      // Four seconds of a core, less what a busy machine keeps from it.
      expect(spent('payments-1') - spent('recommendations-1')).toBeGreaterThan(0.5);
    },
  },
  crash: {
    style: 'events',
    // So slow that some message is always in hand.
    work: '150ms',
    faults: ['{ at: 1s, for: 500ms, crash: payments, instance: 1 }'],
    affects: allDoneAfterRedelivery,
  },
  'crash-after-commit': {
    style: 'events',
    faults: ['{ at: 1s, for: 500ms, crash-after-commit: payments, step: charge, nth: 3 }'],
    // Charged, and neither told of nor acknowledged: the outbox tells it after the restart, the inbox charges no second time.
    affects: (seen) => {
      expect(seen.fault.bites).toBe(1);
      allDoneAfterRedelivery(seen);
    },
  },
  pause: {
    policies: `timeout: 1s, ${oneTry}`,
    faults: ['{ at: 500ms, for: 1500ms, pause: payments }'],
    affects: (seen) => hurtsWhileInForce(seen, 0.15),
  },
  'broker-crash': {
    style: 'events',
    faults: ['{ at: 1500ms, for: 500ms, broker-crash: broker }'],
    // Nothing is completed without it, and everything is in the end.
    affects: ({ round, fault: { struckAt, liftedAt } }) => {
      const without = round.timeline.filter(({ t }) => t > struckAt + 500 && t < liftedAt - 1_000);
      expect(without.length).toBeGreaterThan(0);
      expect(without.map(({ completed }) => completed)).toEqual(without.map(() => 0));
      expect(round.outcomes.completed).toBe(round.outcomes.sent);
    },
  },
  bandwidth: {
    policies: `timeout: 1s, ${oneTry}`,
    faults: ['{ at: 500ms, for: 1500ms, bandwidth: subscriptions→payments, rate: 1kB/s }'],
    affects: (seen) => hurtsWhileInForce(seen, 0.4),
  },
  reset: {
    policies: oneTry,
    faults: ['{ at: 500ms, for: 1500ms, reset: subscriptions→payments }'],
    affects: (seen) => {
      expect(seen.round.outcomes.refused).toBeGreaterThan(0);
      hurtsWhileInForce(seen, 0.6);
    },
  },
  blackhole: {
    style: 'events',
    faults: ['{ at: 500ms, for: 1500ms, blackhole: payments↔broker }'],
    // What the broker had delivered into the hole it delivers again on the next connection.
    affects: (seen) => {
      expect(counted(seen, 'amqp.redeliveries') + counted(seen, 'amqp.unconfirmed')).toBeGreaterThan(0);
      expect(seen.round.outcomes.completed).toBe(seen.round.outcomes.sent);
    },
  },
  restart: {
    style: 'events',
    // So slow that some message is always in hand.
    work: '150ms',
    faults: ['{ at: 1s, for: 500ms, restart: payments }'],
    // It finished and acknowledged what it had in hand: nothing came again.
    affects: (seen) => {
      expect(seen.fault.bites).toBe(1);
      expect(counted(seen, 'amqp.redeliveries')).toBe(0);
      expect(seen.round.outcomes).toMatchObject({ completed: seen.round.outcomes.sent, duplicated: 0 });
    },
  },
  'rolling-restart': {
    // The other instance serves meanwhile: whoever meets a closed door goes there at once.
    policies: 'retries: 2, backoff: none, breaker: none, timeout: 8s',
    work: '100ms',
    instances: 2,
    faults: ['{ at: 500ms, for: 1500ms, rolling-restart: payments, gap: 200ms }'],
    affects: (seen) => {
      expect(seen.fault.bites).toBe(2);
      expect(counted(seen, 'http.calls.payments')).toBeGreaterThan(counted(seen, 'http.requests.payments'));
      expect(seen.round.outcomes).toMatchObject({ completed: seen.round.outcomes.sent, duplicated: 0 });
    },
  },
  'slow-start': {
    policies: oneTry,
    faults: [
      '{ at: 500ms, for: 2s, slow-start: payments, add: 1500ms }',
      '{ at: 500ms, for: 500ms, crash: payments }',
    ],
    // Back only when the time of the start has passed as well.
    affects: (seen) => {
      expect(seen.fault.bites).toBe(1);
      const crash = seen.round.faults[1];
      expect((crash?.liftedAt ?? 0) - (crash?.struckAt ?? 0)).toBeGreaterThanOrEqual(500 + 1_500);
      hurtsWhileInForce(seen, 0.4);
    },
  },
  partition: {
    policies: oneTry,
    instances: 2,
    // Between one of the instances and its caller only: every second request meets it.
    faults: ['{ at: 500ms, for: 2s, partition: subscriptions↔payments-2, how: refuse }'],
    affects: (seen) => {
      const { sent } = seen.round.phases.during.outcomes;
      expect(hurtIn(seen, 'during')).toBeLessThanOrEqual(0.75 * sent);
      hurtsWhileInForce(seen, 0.25);
    },
  },
  loss: {
    policies: oneTry,
    faults: ['{ at: 500ms, for: 3s, loss: subscriptions→payments, probability: 30% }'],
    // One lost request is one failed call, and no other fails.
    affects: (seen) => {
      const { failed } = seen.round.outcomes;
      // What had to be undone went the same way.
      expect(failed + counted(seen, 'http.undoTries')).toBe(seen.fault.bites);
      const { sent } = seen.round.phases.during.outcomes;
      expect(failed).toBeGreaterThan(0.1 * sent);
      expect(failed).toBeLessThan(0.55 * sent);
    },
  },
  'slow-close': {
    // Callers that give up close their connections; the callee has to wait to learn of it.
    policies: `timeout: 1s, ${oneTry}`,
    faults: [
      '{ at: 500ms, for: 2500ms, slow-close: subscriptions→payments, delay: 300ms }',
      '{ at: 500ms, for: 1500ms, hang: payments }',
    ],
    affects: (seen) => hurtsWhileInForce(seen, 0.08),
  },
};

const scenario = ({
  style = 'http',
  policies = '',
  work = '5ms',
  instances = 1,
  faults: entries,
}: Case): string => `
title: a fault is injected and cleared
claim: a fault does what it says, and stops when it is told to
why: a comparison under faults stands on it
contestants:
  it: { style: ${style}, policies: { ${policies} } }
rounds: 1
load: { rate: 20/s, arrivals: constant, warmUp: 1s, duration: ${loadSeconds}s, drain: 60s, patience: 5s }
services:
  payments: { work: ${work}, instances: ${instances} }
  recommendations: { work: 2ms }
faults:
${entries.map((fault) => `  - ${fault}`).join('\n')}
`;

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
}

/** Node processes that stem from this one; the broker's own come and go. */
const descendants = (): readonly Row[] => {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , command]) => command?.startsWith('node'))
    .map(([pid, parent, state]) => ({ pid: Number(pid), parent: Number(parent), state: state![0]! }));
  return rows
    .filter(({ parent }) => parent === process.pid)
    .map((row) => ({ ...row, state: row.state === 'T' ? 'T' : '-' }));
};
const stopped = (rows: readonly Row[]): readonly Row[] => rows.filter(({ state }) => state === 'T');

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

/** Nothing is left undone, or requests that came after the clearing went well. */
const worksAgain = ({ round: { outcomes, phases } }: Seen): boolean =>
  outcomes.completed === outcomes.sent || phases.after.outcomes.completed > 0;

const see = async (one: Case): Promise<Seen> => {
  const entries: LedgerEntry[] = [];
  const result = await arena.run(scenario(one), {
    beforeAudit: async (_, folder) => {
      for (const service of Object.keys(subscribe.services))
        entries.push(...(await readLedger(databaseOf(folder, service))).entries);
    },
  });
  const round = roundOf(result, 'it');
  const timesOf = (wanted: string): number[] => {
    const times = new Map<string, number>();
    for (const { requestId, effect } of entries)
      if (effect === wanted) times.set(requestId, (times.get(requestId) ?? 0) + 1);
    return [...times.values()];
  };
  return { round, timesOf, fault: round.faults[0] as Seen['fault'] };
};

const check = async (type: string): Promise<void> => {
  const one = cases[type];
  if (one === undefined) throw new Error(`${type} has no case here`);
  const seen = await see(one);
  expect(seen.fault).toMatchObject({ type, applies: true });
  expect(seen.fault.bites).toBeGreaterThan(0);
  expect(seen.fault.struckAt).toBeLessThan(seen.fault.liftedAt);
  one.affects(seen);
  expect(worksAgain(seen)).toBe(true);
};
const onBroker = (type: string): boolean => cases[type]?.faults[0]?.includes(': broker') ?? false;

// Only the broker is shared: what does not act on it runs side by side.
describe.concurrent('every fault of the registry is injected and cleared', () => {
  it.each([...faults.keys()].filter((type) => !onBroker(type)))('%s', check);
});

describe('every fault on the broker is injected and cleared', () => {
  it.each([...faults.keys()].filter(onBroker))('%s', check);
});

describe.concurrent('a planned restart', () => {
  // The caller of another style is patient, so that a busy machine is no reason to fail.
  const patient = 'retries: 4, breaker: none, timeout: 8s';
  it.each([
    ['bff', patient],
    ['hybrid', patient],
    ['events', ''],
    ['saga', ''],
  ])('of both instances, one after the other, costs nobody anything: %s', async (style, policies) => {
    const { round, fault } = await see({
      style,
      policies,
      work: '60ms',
      instances: 2,
      faults: ['{ at: 500ms, for: 1s, rolling-restart: payments, gap: 300ms }'],
      affects: () => undefined,
    });
    expect(fault).toMatchObject({ bites: 2, applies: true });
    expect(fault.error).toBeUndefined();
    expect(round.outcomes).toMatchObject({ completed: round.outcomes.sent, duplicated: 0 });
    expect(round.counters['amqp.redeliveries'] ?? 0).toBe(0);
    expect(round.laws?.filter(({ holds }) => holds === false)).toEqual([]);
  });

  it('of the service that pushes live updates loses none of them', async () => {
    const faults = ['{ at: 1s, for: 500ms, restart: notifications }'];
    const { round } = await see({ style: 'events', faults, affects: () => undefined });
    expect(round.outcomes.completed).toBe(round.outcomes.sent);
  });
});

describe('a planned restart of the broker', () => {
  it('loses nothing', async () => {
    const faults = ['{ at: 1500ms, for: 500ms, rolling-restart: broker }'];
    const { round } = await see({ style: 'events', faults, affects: () => undefined });
    expect(round.faults[0]).toMatchObject({ bites: 1, applies: true });
    expect(round.outcomes).toMatchObject({ completed: round.outcomes.sent, duplicated: 0 });
  });
});

describe.concurrent('faults together', () => {
  it('come again by `every`, and overlap with others', async () => {
    const faults = [
      '{ at: 0s, for: 400ms, every: 1s, fail-first: payments, step: charge }',
      '{ at: 200ms, for: 2s, latency: subscriptions→payments, add: 5ms }',
    ];
    const { faults: records, outcomes } = roundOf(
      await arena.run(
        scenario({ faults, policies: 'backoff: none, breaker: none', affects: () => undefined }),
      ),
      'it',
    );
    expect(records.map(({ type }) => type)).toEqual([
      ...Array.from({ length: loadSeconds }, () => 'fail-first'),
      'latency',
    ]);
    for (const { bites, struckAt, liftedAt } of records) {
      expect(bites).toBeGreaterThan(0);
      expect(struckAt).toBeLessThan(liftedAt ?? Number.NaN);
    }
    expect(outcomes.completed).toBe(outcomes.sent);
  });

  it('a link that a style does not have is left out, not held against it', async () => {
    const faults = ['{ at: 1s, for: 500ms, reset: subscriptions→payments }'];
    const round = roundOf(
      await arena.run(scenario({ style: 'events', faults, affects: () => undefined })),
      'it',
    );
    expect(round.faults[0]).toMatchObject({ applies: false, bites: 0 });
    expect(round.outcomes.completed).toBe(round.outcomes.sent);
  });
});

describe('an interrupt in mid-fault', () => {
  it('clears what was injected and leaves no process stopped or running', async () => {
    const interrupt = new AbortController();
    const before = descendants();
    const faults = [
      '{ at: 0s, for: 60s, pause: payments }',
      '{ at: 0s, for: 60s, blackhole: client→notifications }',
      '{ at: 0s, for: 60s, hang: recommendations }',
    ];
    const text = scenario({ style: 'events', faults, affects: () => undefined }).replace(
      `duration: ${loadSeconds}s`,
      'duration: 90s',
    );
    const running = arena.run(text, { signal: interrupt.signal });
    await vi.waitFor(() => expect(stopped(descendants())).toHaveLength(1), {
      timeout: 60_000,
      interval: 100,
    });
    interrupt.abort();
    const result = await running;
    expect(result.partial).toBe(true);
    for (const { struckAt, liftedAt } of roundOf(result, 'it').faults) {
      expect(struckAt).toBeLessThan(liftedAt ?? Number.NaN);
    }
    expect(descendants()).toEqual(before);
  });
});
