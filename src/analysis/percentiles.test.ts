import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestRank } from '../shared/nearest-rank.ts';
import { quantiles } from './percentiles.ts';

const upTo = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_unused, index) => index + 1);

describe('nearest rank', () => {
  test.each([
    [0.5, 10, 5],
    [0.5, 11, 6],
    [0.95, 200, 190],
    [0.95, 340, 323],
    [0.99, 1_000, 990],
    [0.999, 10_000, 9_990],
    [0.5, 1, 1],
  ])('p%d of 1…%d is %d', (share, count, expected) => {
    expect(nearestRank(upTo(count), share)).toBe(expected);
  });

  test('is the smallest sample that at least the share does not exceed', () => {
    const numbers = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(numbers, fc.constantFrom(0.5, 0.9, 0.95, 0.99), (list, share) => {
        const sorted = Float64Array.from(list).sort();
        const value = nearestRank(sorted, share);
        const atMost = sorted.filter((other) => other <= value).length / sorted.length;
        const below = sorted.filter((other) => other < value).length / sorted.length;
        expect(atMost).toBeGreaterThanOrEqual(share - 1e-9);
        expect(below).toBeLessThan(share);
      }),
    );
  });
});

describe('quantiles', () => {
  test.each([
    [19, []],
    [20, ['p50']],
    [100, ['p50', 'p90']],
    [199, ['p50', 'p90']],
    [200, ['p50', 'p90', 'p95']],
    [999, ['p50', 'p90', 'p95']],
    [1_000, ['p50', 'p90', 'p95', 'p99']],
    [10_000, ['p50', 'p90', 'p95', 'p99', 'p999']],
  ])('%d samples support %j', (count, expected) => {
    const figures = quantiles(upTo(count));
    const shown = (['p50', 'p90', 'p95', 'p99', 'p999'] as const).filter((name) => figures[name] !== null);
    expect(shown).toEqual(expected);
    expect(figures.never).toEqual([]);
  });

  test('what never came is infinite: the rank decides whether a percentile reads never', () => {
    const figures = quantiles(upTo(900), 100);
    expect(figures).toEqual({
      p50: 500,
      p90: 900,
      p95: null,
      p99: null,
      p999: null,
      max: null,
      mean: null,
      count: 1_000,
      never: ['p95', 'p99', 'max', 'mean'],
    });
  });

  test('nothing has no figure and is not never', () => {
    expect(quantiles(new Float64Array())).toEqual({
      p50: null,
      p90: null,
      p95: null,
      p99: null,
      p999: null,
      max: null,
      mean: null,
      count: 0,
      never: [],
    });
  });
});
