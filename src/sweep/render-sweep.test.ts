import { describe, expect, it } from 'vitest';
import { healthyRun } from '../../test/support/sample-results.ts';
import type { RunResult } from '../result/run.ts';
import { renderNeeds } from './render-needs.ts';
import { renderSweep } from './render-sweep.ts';

const point = {
  contestant: 'http',
  perSecond: 40,
  offeredRate: 40,
  completedP50: 12,
  completedP95: 20,
  never: [],
  completedRate: 40,
  unservedShare: 0,
  valid: true,
};
const full = { completedRate: 20, usedUp: ['worker slots of payments (100% busy)'] };
const run: RunResult = { ...healthyRun(), reasons: [], warnings: ['what this is', 'something else'] };

describe('a sweep for the terminal', () => {
  it('over rates says what was used up where one was not held', () => {
    const text = renderSweep({
      ...run,
      sweep: [
        { ...point, ...full },
        { ...point, perSecond: 20, offeredRate: 20 },
      ],
    });
    expect(text.split('\n').slice(1)).toEqual([
      '  offered rate  http completed p50  http completed p95  http completed rate  http unserved',
      '  20/s                       12 ms               20 ms               40.0/s           0.0%',
      '  40/s                       12 ms               20 ms               20.0/s           0.0%',
      'Kept up: everybody served, completed at 95% of the offered rate or more.',
      'http kept up to 20/s and not with 40/s.',
      '  http at 40/s: used up: worker slots of payments (100% busy)',
      '  something else',
      '',
    ]);
  });

  it('with budgets says which did not hold', () => {
    const broken = { held: false, broken: ['completed.p95 < 10ms (http.completed.p95 = 20ms)'] };
    expect(renderSweep({ ...run, sweep: [{ ...point, ...broken }] })).toContain(
      'Held: no budget that was asked failed, by the same judgement as in a run.\nhttp did not even hold its budgets at 40/s.\n  http at 40/s: completed.p95 < 10ms (http.completed.p95 = 20ms)\n',
    );
  });

  it('over values names the place', () => {
    const points = [
      { ...point, ...full, at: ['2', '1s'] },
      { ...point, at: ['4', '1s'] },
    ];
    const text = renderSweep({ ...run, varied: { paths: ['rounds', 'load.patience'], points } });
    expect(text).toContain('\n  rounds  load.patience  http completed p50');
    expect(text).toContain(
      '\nhttp kept up only with rounds 4.\n  http with rounds=2 load.patience=1s: used up: worker',
    );
  });
});

it('what rates need, for the terminal, says what less lacked', () => {
  const needed = {
    contestant: 'http',
    held: true,
    amounts: { a: 2, b: 1 },
    usedUp: ['worker slots of a (99% busy)'],
  };
  const points = [
    { ...needed, perSecond: 20, amounts: { a: 1, b: 1 }, usedUp: [], runs: 1 },
    { ...needed, perSecond: 40, broken: ['lost == 0 (http.lost = 2)'], runs: 2 },
    { ...needed, perSecond: 80, held: false, usedUp: ['processors of the machine (97% busy)'], runs: 1 },
  ];
  const needs = { of: 'instances' as const, services: ['a', 'b'], amounts: [1, 2], points };
  const lines = renderNeeds({ ...run, needs }).split('\n');
  expect(lines[4]).toMatch(/^ {2}80\/s +not with 2 +not with 1 +not with 3$/);
  expect(lines.slice(5)).toEqual([
    'The fewest instances, of 1, 2, with which the rate was held.',
    'http needs 2 instances for 20/s and 3 for 40/s, and did not hold 80/s.',
    '  http at 40/s: with less, used up: worker slots of a (99% busy); did not hold: lost == 0 (http.lost = 2)',
    '  http at 80/s: not held, and no more instances to try that would help what was used up; used up: processors of the machine (97% busy)',
    '',
  ]);
});

it.each<[string, Readonly<Record<string, number>>, readonly string[], string, string]>([
  [
    'had the most of everything',
    { a: 2, b: 2 },
    ['worker slots of a (99% busy)'],
    'with any workers that it could be given',
    'not held with the most of everything; used up: worker slots of a (99% busy)',
  ],
  [
    'could have had more, and no sample says what it lacked',
    { a: 2, b: 1 },
    [],
    'with the workers that were tried',
    'not held, and no sample says whom more workers would help; a longer load.duration gives more samples; nothing that was sampled was used up',
  ],
  [
    'could have had more, which would not have helped',
    { a: 2, b: 1 },
    ['broker (80 messages waiting in outboxes)'],
    'with the workers that were tried',
    'not held, and no more workers to try that would help what was used up; used up: broker (80 messages waiting in outboxes)',
  ],
])('a rate that was not held says that it %s', (_, amounts, usedUp, words, reason) => {
  const points = [
    { contestant: 'http', perSecond: 40, held: false, amounts: { ...amounts }, usedUp: [...usedUp], runs: 2 },
  ];
  const needs = { of: 'workers' as const, services: ['a', 'b'], amounts: [1, 2], points };
  const text = renderNeeds({ ...run, needs });
  expect(text).toContain(`\nhttp did not hold 40/s ${words}.\n  http at 40/s: ${reason}\n`);
});
