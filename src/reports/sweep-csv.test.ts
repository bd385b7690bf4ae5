import { describe, expect, it } from 'vitest';
import { crashRun } from '../../test/support/sample-results.ts';
import { sweepCsv } from './sweep-csv.ts';

const point = {
  contestant: 'http',
  perSecond: 40,
  offeredRate: 39.8,
  completedP50: 12.5,
  completedP95: null,
  never: ['completedP95'],
  completedRate: 39.5,
  unservedShare: 0.1 + 0.2,
  valid: true,
};
const heads =
  'contestant,offered_per_second,completed_p50_ms,completed_p95_ms,completed_per_second,unserved_share,valid,held';

describe('the points of a sweep as CSV', () => {
  it('have the rate first, and say whether it was held', () => {
    const sweep = [
      point,
      { ...point, held: true },
      { ...point, held: null, completedP50: null, offeredRate: null },
    ];
    expect(sweepCsv.files({ ...crashRun(), sweep })).toEqual([
      {
        file: 'sweep.csv',
        text: [
          `rate_per_second,${heads}`,
          '40,http,39.8,12.5,never,39.5,0.3,true,false',
          '40,http,39.8,12.5,never,39.5,0.3,true,true',
          '40,http,,,never,39.5,0.3,true,',
          '',
        ].join('\n'),
      },
    ]);
  });

  it('have the places that were varied first, and no text is a formula', () => {
    const paths = ['a.work', '=b'];
    const points = [{ ...point, at: ['{ median: 1ms, p99: 2ms }', '"x"'] }];
    expect(sweepCsv.files({ ...crashRun(), varied: { paths, points } })[0]?.text).toBe(
      `a.work,'=b,${heads}\n"{ median: 1ms, p99: 2ms }","""x""",http,39.8,12.5,never,39.5,0.3,true,false\n`,
    );
  });

  it('have a line for each service where rates were searched for what they need', () => {
    const needed = { contestant: 'http', perSecond: 40, held: true, runs: 2 };
    const points = [{ ...needed, amounts: { a: 2, b: 1 }, usedUp: ['worker slots of a (98% busy)'] }];
    const needs = { of: 'workers' as const, services: ['a', 'b'], amounts: [1, 2], points };
    expect(sweepCsv.files({ ...crashRun(), needs })).toEqual([
      {
        file: 'needs.csv',
        text: [
          'contestant,rate_per_second,service,workers,held,used_up',
          'http,40,a,2,true,worker slots of a (98% busy)',
          'http,40,b,1,true,worker slots of a (98% busy)',
          '',
        ].join('\n'),
      },
    ]);
  });

  it('are not there for a plain run', () => {
    expect(sweepCsv.files(crashRun())).toEqual([]);
  });
});
