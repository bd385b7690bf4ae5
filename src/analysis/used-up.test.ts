import { describe, expect, it } from 'vitest';
import { roundLiteral } from '../../test/support/round-literal.ts';
import type { RoundResult } from '../result/round.ts';
import { showUsedUp, usedUpIn } from './used-up.ts';

interface Literal {
  /** Of the one slot that each of the two processes of `stock` has. */
  readonly busy?: number;
  readonly cpu?: number;
  readonly machine?: number;
  readonly states?: RoundResult['states'];
  readonly backlog?: readonly number[];
}

/** Eight samples, of which the first and the last lie outside of the measured time. */
const round = ({ busy = 0, cpu = 0, machine = 0, states = [], backlog = [] }: Literal): RoundResult => {
  const literal = roundLiteral({ contestant: 'http' });
  const all = { ...literal.phases.all, windows: [[0, 6_000] as const] };
  const inside = (value: number) => [0, value, value, value, value, value, value, 0];
  const one = { connections: inside(1), inFlight: inside(1), cpu: inside(cpu), busy: inside(busy) };
  const resource = { service: 'stock', cpuSeconds: 1, peakRssBytes: 1, peakConnections: 1, peakInFlight: 1 };
  return {
    ...literal,
    phases: { ...literal.phases, all },
    states,
    resources: ['stock-1', 'stock-2'].map((process) => ({ ...resource, process })),
    machine: { cores: 2, own: machine, others: 0.05, stolen: 0, throttled: 0, waited: 0, loadAverage: 1 },
    samples: {
      t: [-500, 0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000],
      backlog: [0, ...backlog, 0],
      pendingCalls: [],
      clientInFlight: inside(1),
      processes: { 'stock-1': one, 'stock-2': one },
    },
  };
};

const blocked = { process: 'stock-1', name: 'broker-blocked:low on memory', from: 0, until: 100 };

describe('what a round used up', () => {
  it.each<[string, Literal, readonly string[]]>([
    ['nothing', { busy: 0.5, cpu: 0.3, machine: 0.4 }, []],
    ['worker slots', { busy: 0.96 }, ['worker slots of stock (96% busy)']],
    [
      'the thread of a process, before the slots that it keeps waiting',
      { busy: 1, cpu: 0.97 },
      [
        'thread of stock-1 (97% of a core)',
        'thread of stock-2 (97% of a core)',
        'worker slots of stock (100% busy)',
      ],
    ],
    ['the machine', { machine: 0.93 }, ['processors of the machine (98% busy)']],
    ['the broker', { states: [blocked] }, ['broker (blocked publishers: low on memory)']],
    [
      'the delivery of messages',
      { backlog: [0, 40, 80, 120, 160, 200] },
      ['delivery of messages (200 waited though there were slots for them: prefetch or broker)'],
    ],
    [
      'no delivery where messages wait for slots',
      { busy: 1, backlog: [0, 40, 80, 120, 160, 200] },
      ['worker slots of stock (100% busy)'],
    ],
    ['no delivery where no more come to wait', { backlog: [150, 150, 150, 150, 150, 150] }, []],
  ])('%s', (_, literal, expected) => {
    const used = usedUpIn(round(literal), { stock: { instances: 2, workers: 1 } });
    expect(used.map(showUsedUp)).toEqual(expected);
  });

  it('is not known of slots that were not sampled', () => {
    const { samples, ...rest } = round({ busy: 1 });
    const processes = Object.fromEntries(
      Object.entries(samples.processes).map(([name, { busy: _, ...one }]) => [name, one]),
    );
    const old = { ...rest, samples: { ...samples, processes } };
    expect(usedUpIn(old, { stock: { instances: 2, workers: 1 } })).toEqual([]);
  });
});
