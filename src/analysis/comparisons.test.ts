import { describe, expect, test } from 'vitest';
import { figuresOf, noisyRound, roundOf } from '../../test/support/synthetic-round.ts';
import type { RoundResult } from '../result/round.ts';
import { compareContestants } from './comparisons.ts';
import { lastAttempts } from './counting-rounds.ts';
import { noiseFloor, noiseSd, smallestEffect } from './noise.ts';
import { summarise } from './summary.ts';

const rounds = (name: string, medianMs: number, count = 3, seed: number | string = 1): RoundResult[] =>
  Array.from({ length: count }, (_unused, index) => noisyRound(name, index + 1, medianMs, { seed }));

const verdicts = (all: readonly RoundResult[]): Record<string, string> =>
  Object.fromEntries(compareContestants(all).map(({ metric, verdict }) => [metric, verdict]));

describe('contestants compared', () => {
  const slower = [...rounds('a', 100), ...rounds('b', 150)];

  test('half as slow again is found, seen from a', () => {
    expect(verdicts(slower)).toEqual({
      'completed.p50 all': 'slower',
      'completed.p95 all': 'slower',
      'accepted.p50 all': 'no difference shown',
      'accepted.p95 all': 'no difference shown',
      'rate.completed all': 'no difference shown',
      'rate.accepted all': 'no difference shown',
    });
    expect(compareContestants(slower)[0]?.ratio).toBeCloseTo(1.5, 1);
  });

  test('like is not told from like, in 20 comparisons', () => {
    const alarms = Array.from({ length: 20 }, (_unused, seed) =>
      Object.values(verdicts([...rounds('a', 100, 3, seed), ...rounds('b', 100, 3, seed)])),
    ).filter((found) => found.some((verdict) => verdict !== 'no difference shown'));
    expect(alarms.length).toBeLessThanOrEqual(1);
  });

  test('a sure but tiny difference gets no verdict', () => {
    const exact = (name: string, factor: number): RoundResult[] =>
      [1, 2, 3].map((round) => {
        const base = noisyRound('same', round, 100);
        const { completed } = base.phases.all;
        const all = { ...base.phases.all, completed: { ...completed, p50: (completed.p50 ?? 0) * factor } };
        return { ...base, contestant: name, phases: { ...base.phases, all } };
      });
    expect(verdicts([...exact('a', 1), ...exact('b', 1.015)])['completed.p50 all']).toBe(
      'no difference shown',
    );
    expect(verdicts([...exact('a', 1), ...exact('b', 1.05)])['completed.p50 all']).toBe('slower');
  });

  test('who completes nothing is slower than who does, without a ratio', () => {
    const dead = [1, 2, 3].map((round) =>
      roundOf(
        figuresOf(
          Array.from({ length: 400 }, (_unused, index) => ({ dueAt: index * 25 })),
          10_000,
        ),
        { contestant: 'b', round },
      ),
    );
    const found = compareContestants([...rounds('a', 100), ...dead]);
    expect(found.find(({ metric }) => metric === 'completed.p50 all')).toMatchObject({
      ratio: null,
      low: null,
      high: null,
      verdict: 'slower',
    });
    expect(found.find(({ metric }) => metric === 'rate.completed all')?.verdict).toBe('slower');
  });

  test('invalid and repeated rounds are left out, and pairs are matched by round', () => {
    const [first, second, third] = rounds('a', 100) as [RoundResult, RoundResult, RoundResult];
    const invalid = { ...third, valid: false };
    const repeated = { ...third, attempt: 2 };
    expect(lastAttempts([first, second, invalid, repeated])).toEqual([first, second, repeated]);
    const summary = summarise(
      [first, second, invalid, ...rounds('b', 150)],
      [
        { name: 'a', style: 'events' },
        { name: 'b', style: 'http' },
      ],
    );
    expect(summary.contestants['a']?.figures['completed.p50 all']?.values).toHaveLength(2);
    expect(summary.contestants['a']?.outcomes.sent).toBe(800);
    expect(summary.contestants['b']).toMatchObject({
      style: 'http',
      outcomes: { completed: 1_200, lost: 0 },
    });
  });

  test('the summary names phases only where they exist and keeps never and unsupported apart from figures', () => {
    const { figures } = summarise(rounds('a', 100), [{ name: 'a', style: 'events' }]).contestants['a']!;
    expect(figures['completed.p95 all']?.median).toBeGreaterThan(100);
    expect(figures['completed.p99 all']).toEqual({
      median: null,
      low: null,
      high: null,
      values: [null, null, null],
    });
    expect(figures['completed.p95 during']).toBeUndefined();
    expect(figures['backlog.peak all']?.median).toBe(3);
  });
});

describe('noise', () => {
  test('is the root mean square of the log-ratios', () => {
    expect(
      noiseSd([
        [100, 110],
        [110, 100],
      ]),
    ).toBeCloseTo(Math.log(1.1), 10);
  });

  test('the smallest effect shrinks with rounds and grows with the tests corrected for', () => {
    const few = smallestEffect(0.05, { rounds: 3, tests: 1 });
    // 8 rounds at 5% noise detect about 5% to 6%: noncentrality 3.27 for t(7) at 80% power, times 0.05 / √8.
    expect(smallestEffect(0.05, { rounds: 8, tests: 1 })).toBeCloseTo(
      Math.exp((3.265 * 0.05) / Math.sqrt(8)) - 1,
      3,
    );
    expect(few).toBeGreaterThan(smallestEffect(0.05, { rounds: 8, tests: 1 }));
    expect(smallestEffect(0.05, { rounds: 3, tests: 6 })).toBeGreaterThan(few);
    expect(smallestEffect(0, { rounds: 8, tests: 1 })).toBeCloseTo(0.02, 10);
    expect(smallestEffect(0.05, { rounds: 1, tests: 1 })).toBe(Number.POSITIVE_INFINITY);
  });

  test('figures per compared metric from like rounds', () => {
    const pairs = [1, 2, 3, 4].map(
      (round) => [noisyRound('a', round, 100), noisyRound('b', round, 100)] as const,
    );
    const floor = noiseFloor(pairs, { rounds: 3, tests: 6 });
    expect(floor.map(({ metric }) => metric)).toContain('completed.p95 all');
    expect(floor.every(({ sd, pairs: known }) => sd >= 0 && sd < 0.2 && known === 4)).toBe(true);
  });
});
