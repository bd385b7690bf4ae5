import { describe, expect, test } from 'vitest';
import { crashRun, healthyRun } from '../../test/support/sample-results.ts';
import type { RoundResult } from '../result/round.ts';
import { type Bottleneck, bottlenecksOf, type Capacity } from './bottleneck.ts';

const [round] = healthyRun().rounds as readonly [RoundResult];
const { t } = round.samples;
const capacity: Capacity = Object.fromEntries(
  [...new Set(round.resources.map(({ service }) => service))].map((service) => [
    service,
    { instances: 1, workers: 8 },
  ]),
);

interface Seen {
  readonly busy?: number;
  readonly waiting?: number;
  readonly inFlight?: number;
  readonly cpu?: number;
  readonly queued?: number;
  readonly outbox?: number;
  readonly machine?: RoundResult['machine'];
  /** ms from the end of the warm-up until which all this was so; after it there was nothing. */
  readonly until?: number;
}

/** A round in which `payments` was in this state and all else idle. */
const seen = ({
  busy = 0,
  waiting = 0,
  inFlight = 0,
  cpu = 0,
  queued = 0,
  outbox = 0,
  machine = null,
  until = 1e9,
}: Seen): RoundResult => {
  const flat = (value: number) => t.map((at) => (at <= until ? value : 0));
  const processes = Object.fromEntries(
    Object.keys(round.samples.processes).map((name) => {
      const own = (value: number) => flat(name === 'payments-1' ? value : 0);
      return [
        name,
        {
          connections: flat(1),
          inFlight: own(inFlight),
          cpu: own(cpu),
          busy: own(busy),
          waiting: own(waiting),
        },
      ];
    }),
  );
  const samples = { ...round.samples, processes, queues: { payments: flat(queued) }, outbox: flat(outbox) };
  return { ...round, machine, samples };
};

const found = (state: Seen, prefetch: number | null = null): readonly Bottleneck[] =>
  bottlenecksOf({ round: seen(state), capacity, prefetch, loadEndsMs: 20_000 });

const busyMachine = {
  cores: 2,
  own: 0.9,
  others: 0.05,
  stolen: 0,
  throttled: 0,
  waited: 0.8,
  loadAverage: 9,
};

describe('names what a round ran out of', () => {
  const cases: readonly (readonly [string, Seen, number | null, Bottleneck])[] = [
    [
      'slots that calls wait for',
      { busy: 8, waiting: 240 },
      null,
      { kind: 'slots', where: 'payments', used: 8, of: 8, waiting: 240 },
    ],
    [
      'slots that messages wait for',
      { busy: 7.8, inFlight: 8, queued: 240 },
      null,
      { kind: 'slots', where: 'payments', used: 7.8, of: 8, waiting: 240 },
    ],
    [
      'a prefetch below the slots',
      { busy: 1.6, inFlight: 2, queued: 30 },
      2,
      { kind: 'prefetch', where: 'payments', used: 2, of: 2, waiting: 30 },
    ],
    [
      'the processor of one process',
      { busy: 3, cpu: 0.97 },
      null,
      { kind: 'process', where: 'payments-1', used: 0.97, of: 1, waiting: 0 },
    ],
    [
      'all processors',
      { machine: busyMachine },
      null,
      { kind: 'machine', where: 'machine', used: 1.9, of: 2, waiting: 0 },
    ],
    ['the broker', { outbox: 300 }, null, { kind: 'broker', where: 'broker', used: 0, of: 0, waiting: 300 }],
  ];
  test.each(cases)('%s', (_, state, prefetch, expected) => {
    const [only, ...more] = found(state, prefetch);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ kind: expected.kind, where: expected.where, of: expected.of });
    expect(only?.used).toBeCloseTo(expected.used, 6);
    expect(only?.waiting).toBeCloseTo(expected.waiting, 6);
  });
});

describe('a queue that grows', () => {
  const growing = (busy: number, to: number): readonly Bottleneck[] => {
    const flat = seen({ busy, inFlight: busy });
    const queue = t.map((at) => Math.max(0, (to * at) / 20_000));
    return bottlenecksOf({
      round: { ...flat, samples: { ...flat.samples, queues: { payments: queue } } },
      capacity,
      prefetch: null,
      loadEndsMs: 20_000,
    });
  };

  test('shows that slots cannot keep up, though each is idle between two messages', () => {
    expect(growing(7.2, 480).map(({ kind, where }) => [kind, where])).toEqual([['slots', 'payments']]);
  });

  test('says nothing of slots that are free, nor of a few messages more', () => {
    expect(growing(4, 480)).toEqual([]);
    expect(growing(7.2, 12)).toEqual([]);
  });
});

describe('says nothing', () => {
  const cases: readonly (readonly [string, Seen, number | null])[] = [
    ['of slots that are busy while nothing waits', { busy: 8 }, null],
    ['of a queue before slots that are free', { busy: 4, waiting: 240 }, null],
    ['of a front door that holds more than its consumers may', { busy: 2, inFlight: 40, queued: 100 }, 2],
    ['of slots that were full for a part of the load only', { busy: 8, waiting: 240, until: 10_000 }, null],
    ['of a processor that others may have', { machine: { ...busyMachine, waited: 0.05 } }, null],
    ['of a machine that others had', { machine: { ...busyMachine, own: 0.15, others: 0.8 } }, null],
    ['of a few messages on their way', { outbox: 20 }, null],
  ];
  test.each(cases)('%s', (_, state, prefetch) => {
    expect(found(state, prefetch)).toEqual([]);
  });

  test('of results that did not look', () => {
    for (const one of [...crashRun().rounds, ...healthyRun().rounds])
      expect(bottlenecksOf({ round: one, capacity, prefetch: null, loadEndsMs: 20_000 })).toEqual([]);
  });

  test('with too few looks', () => {
    const full = seen({ busy: 8, waiting: 240 });
    expect(bottlenecksOf({ round: full, capacity, prefetch: null, loadEndsMs: 1_000 })).toEqual([]);
  });
});

test('the drain and the warm-up have no part in it: the broker is named only where no resource is full', () => {
  expect(found({ busy: 8, waiting: 240, outbox: 300, until: 20_000 }).map(({ kind }) => kind)).toEqual([
    'slots',
  ]);
});
