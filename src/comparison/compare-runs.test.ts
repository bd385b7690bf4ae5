import { describe, expect, test } from 'vitest';
import { noisyRound } from '../../test/support/synthetic-round.ts';
import type { RunResult } from '../result/run.ts';
import { compareRuns } from './compare-runs.ts';
import { renderComparison } from './render-comparison.ts';

const run = (medianMs: number, seed: string, contestants: readonly string[] = ['events']): RunResult =>
  ({
    scenario: { name: 'baseline', contestants: contestants.map((name) => ({ name })) },
    startedAt: '2026-01-01T00:00:00.000Z',
    verdict: 'pass',
    rounds: contestants.flatMap((name) =>
      [1, 2, 3].map((round) => noisyRound(name, round, medianMs, { seed })),
    ),
  }) as unknown as RunResult;

const verdicts = (a: RunResult, b: RunResult): Record<string, string> =>
  Object.fromEntries(compareRuns(a, b).map(({ metric, verdict }) => [metric, verdict]));

describe('two runs compared', () => {
  test('half as slow again is found, the other way round it is faster', () => {
    const [a, b] = [run(100, 'one'), run(150, 'two')];
    expect(verdicts(a, b)).toMatchObject({
      'completed.p50 all': 'slower',
      'rate.completed all': 'no difference shown',
    });
    expect(verdicts(b, a)).toMatchObject({ 'completed.p50 all': 'faster' });
  });

  test('like runs hardly ever show a difference, in 20 comparisons', () => {
    // 5% of all families of tests may alarm; of 20 such families more than 3 do in 1.6% of all cases.
    const alarms = Array.from({ length: 20 }, (_unused, seed) =>
      Object.values(verdicts(run(100, `a${seed}`), run(100, `b${seed}`))),
    ).filter((found) => found.some((verdict) => verdict !== 'no difference shown'));
    expect(alarms.length).toBeLessThanOrEqual(3);
  });

  test('only contestants of both are compared', () => {
    const compared = compareRuns(run(100, 'a', ['http', 'events']), run(100, 'b', ['events', 'saga']));
    expect([...new Set(compared.map(({ contestant }) => contestant))]).toEqual(['events']);
  });

  test('the table marks what shows no difference, and says what differs and what to do about it', () => {
    const [a, b] = [run(100, 'one'), run(150, 'two')];
    const text = renderComparison({
      a,
      b,
      comparisons: compareRuns(a, b),
      differences: [{ part: 'cores', a: '2', b: '8' }],
      contestants: [{ part: 'contestants.http.policies.retries', a: '2', b: '0' }],
    });
    expect(text).toMatch(/completed\.p50 all .* 1\.\d\d \[1\.\d\d, 1\.\d\d\] +slower\n/);
    expect(text).toMatch(/rate\.completed all .* ~\n/);
    expect(text).toContain('ADVISORY ONLY');
    expect(text).toContain('cores: 2 in A, 8 in B');
    expect(text).toMatch(/what is compared:\n +contestants\.http\.policies\.retries: 2 in A, 0 in B\n/);
    expect(text).toContain('--against-ref GITREF');
  });
});
