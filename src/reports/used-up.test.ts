import { describe, expect, it } from 'vitest';
import { healthyRun } from '../../test/support/sample-results.ts';
import type { RunResult } from '../result/run.ts';
import { showUsedUp, usedUpOf } from './used-up.ts';

interface Seen {
  /** Shares of what there is. */
  readonly busy: number;
  readonly cpu: number;
  readonly machine: number;
}

/** A healthy run whose processes of one service were as busy as this, and all others idle. */
const runWith = (service: string, { busy, cpu, machine }: Seen): RunResult => {
  const run = healthyRun();
  return {
    ...run,
    rounds: run.rounds.map((round) => {
      const processes = Object.fromEntries(
        Object.entries(round.samples.processes).map(([name, one]) => {
          const isIts = round.resources.some(
            ({ process, service: its }) => process === name && its === service,
          );
          const all = (value: number): number[] => round.samples.t.map(() => (isIts ? value : 0));
          const slots = { busy: all(busy * 32), waiting: all(0), inFlight: all(0) };
          return [name, { ...one, ...slots, cpu: all(cpu) }];
        }),
      );
      const figures = {
        cores: 2,
        own: machine,
        others: 0,
        stolen: 0,
        throttled: 0,
        waited: 1,
        loadAverage: 1,
      };
      return { ...round, samples: { ...round.samples, processes }, machine: figures };
    }),
  };
};

describe('what a contestant used up', () => {
  it.each<[string, Seen, readonly string[]]>([
    ['nothing', { busy: 0.5, cpu: 0.3, machine: 0.5 }, []],
    [
      'slots, though nothing waits for them',
      { busy: 0.85, cpu: 0.3, machine: 0.5 },
      ['worker slots of payments (85% busy)'],
    ],
    [
      'the fullest first',
      { busy: 0.9, cpu: 0.97, machine: 0.95 },
      [
        'processor of payments-1 (97% of the core that its code can use)',
        'processors of the machine (95% busy)',
        'worker slots of payments (90% busy)',
      ],
    ],
  ])('%s', (_, seen, expected) => {
    expect(usedUpOf(runWith('payments', seen), 'http').map(showUsedUp)).toEqual(expected);
  });

  it('is of a service, where more of it would mend that', () => {
    const used = usedUpOf(runWith('payments', { busy: 0.9, cpu: 0.97, machine: 0.95 }), 'http');
    expect(used.map(({ kind, service }) => [kind, service])).toEqual([
      ['process', 'payments'],
      ['machine', null],
      ['slots', 'payments'],
    ]);
  });

  it('is not known of a contestant that was not run', () => {
    expect(usedUpOf(healthyRun(), 'nobody')).toEqual([]);
  });
});
