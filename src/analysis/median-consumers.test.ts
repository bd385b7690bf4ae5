import { describe, expect, test } from 'vitest';
import { runWithLatencies } from '../../test/support/doctored.ts';
import { expressionsAt } from '../../test/support/expressions.ts';
import { claimRecordOf } from '../claims/claim-record.ts';
import { compareRuns } from '../comparison/compare-runs.ts';
import { benchmarkAction } from '../reports/benchmark-action.ts';
import { latencyFinding } from '../reports/charts/latency-findings.ts';
import { comparisonTable } from '../reports/comparison-rows.ts';
import { renderPage } from '../reports/html/page.ts';
import { markdown } from '../reports/markdown.ts';
import { medianOf } from '../reports/medians.ts';
import { openMetrics } from '../reports/open-metrics.ts';
import { sweepPointsOf } from '../reports/sweep-points.ts';
import { renderTable } from '../reports/table.ts';
import { median } from '../shared/median.ts';
import { runsPage } from '../site/runs-page.ts';
import { judgeBudgets } from '../verdicts/budgets.ts';
import { judgeHypotheses } from '../verdicts/hypotheses.ts';

describe('the one median', () => {
  test.each([
    [[], Number.NaN],
    [[7], 7],
    [[200, 100], 150],
    [[3, 1, 2], 2],
    [[100, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
    [[Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], Number.POSITIVE_INFINITY],
    [[1, Number.POSITIVE_INFINITY, 2], 2],
    [[4, Number.POSITIVE_INFINITY, 1, 2], 3],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

/** Two rounds each: the lower middle would be 100 for both. */
const run = runWithLatencies({ halfway: [100, 'never'], even: [100, 240] });
const placed = (text: string) => expressionsAt([text]);
const names = ['halfway', 'even'];

describe('with 100 ms and "never" the median is never, with 100 and 240 ms it is 170 ms, in', () => {
  const cellsOf = (label: string): readonly string[] =>
    comparisonTable(run).rows.find((row) => row.label === label)!.cells;

  test('the figure that reports ask for', () => {
    expect(names.map((name) => medianOf(run, name, 'completed.p95', 'all'))).toEqual(['never', 170]);
  });

  test('the rows of every table', () => {
    for (const label of ['accepted p50', 'accepted p95', 'completed p50', 'completed p95'])
      expect(cellsOf(label)).toEqual(['never', '170 ms']);
  });

  test('the terminal, Markdown and the page', () => {
    expect(renderTable(run, { colour: false })).toMatch(/completed p95 +never +170 ms/);
    expect(markdown.render(run)).toContain('| completed p95 | never | 170 ms |');
    expect(renderPage(run)).toContain('<th scope="row">completed p95</th><td>never</td><td>170 ms</td>');
  });

  test('what charts find, and the question of the class mode', () => {
    expect(latencyFinding(run, 'completed')).toBe('Completed latency p95: halfway never, even 170 ms');
    expect(renderPage(run, { quiz: true })).toContain('halfway never, even 170 ms');
  });

  test('the summary', () => {
    const figure = (name: string) => run.summary.contestants[name]?.figures['completed.p95 all'];
    expect(figure('halfway')).toMatchObject({ median: null, low: 100, high: null, values: [100, null] });
    expect(figure('even')).toMatchObject({ median: 170, low: 100, high: 240 });
  });

  test('budgets and the records of claims', () => {
    const budgets = judgeBudgets(run.rounds, placed('completed.p95 < 1s'), names);
    expect(budgets[0]).toMatchObject({ verdict: 'fail' });
    expect(budgets[0]!.detail).toContain('halfway.completed.p95 = never');
    expect(budgets[0]!.detail).toContain('even.completed.p95 = 170ms');
    const hypotheses = judgeHypotheses(run.rounds, placed('even.completed.p95 < 1s'), names);
    const record = claimRecordOf({ ...run, budgets, hypotheses });
    expect(record.hypotheses[0]!.detail).toContain('even.completed.p95 = 170ms');
    expect(record.budgets[0]!.detail).toContain('halfway.completed.p95 = never');
  });

  test('a baseline', () => {
    const budget = placed('even.completed.p95 <= baseline');
    expect(judgeBudgets(run.rounds, budget, names, { baseline: run })[0]).toMatchObject({
      verdict: 'pass',
      value: 170,
    });
  });

  test('the points of a sweep', () => {
    expect(sweepPointsOf(run, 40)).toMatchObject([
      { completedP95: null, never: ['completedP50', 'completedP95'] },
      { completedP95: 170, never: [] },
    ]);
  });

  test('formats for other programs', () => {
    const metrics = openMetrics.render(run);
    expect(metrics).toMatch(/completed_latency_seconds\{[^}]*"halfway",phase="all",quantile="0.95"\} \+Inf/);
    expect(metrics).toMatch(/completed_latency_seconds\{[^}]*"even",phase="all",quantile="0.95"\} 0.17\n/);
    const entries = JSON.parse(benchmarkAction.render(run)) as {
      name: string;
      value: number;
      extra: string;
    }[];
    const p95 = entries.filter(({ name }) => name.endsWith('completed.p95'));
    expect(p95.map(({ name, value }) => [name, value])).toEqual([['baseline: even completed.p95', 170]]);
    const beside = entries.find(({ name }) => name.endsWith('halfway lost'))!.extra;
    expect(beside).toContain('never reached: accepted.p50, accepted.p95, completed.p50, completed.p95');
  });

  test('the comparison of two runs', () => {
    const compared = compareRuns(run, run).filter(({ metric }) => metric === 'completed.p95 all');
    expect(compared.map(({ medianA, medianB }) => [medianA, medianB])).toEqual([
      ['never', 'never'],
      [170, 170],
    ]);
  });

  test('the page of all runs', () => {
    const page = runsPage([{ id: 'one', result: run }], { canOverlay: false });
    expect(page).toContain('<b>halfway</b> completed p95 never');
    expect(page).toContain('<b>even</b> completed p95 170 ms');
  });
});
