import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normal, seededRandom } from '../shared/random.ts';
import { bootstrapMedian, compareRounds, holm, signFlipP } from './statistics.ts';

describe('median with bootstrap interval', () => {
  test.each([
    [[5], { median: 5, low: 5, high: 5 }],
    [[5, 9], { median: 7, low: 5, high: 9 }],
    // Two of three resamples that hit the minimum make it the median in 7 of 27 cases: the interval is the range.
    [[3, 1, 2], { median: 2, low: 1, high: 3 }],
    [[1, 2, Number.POSITIVE_INFINITY], { median: 2, low: 1, high: Number.POSITIVE_INFINITY }],
  ])('%j', (values, expected) => {
    expect(bootstrapMedian(values, 'seed')).toEqual(expected);
  });

  test('the interval of 1…41 is close to the one of the sign test, 14 to 28', () => {
    const { median, low, high } = bootstrapMedian(
      Array.from({ length: 41 }, (_unused, index) => index + 1),
      7,
    );
    expect(median).toBe(21);
    expect(Math.abs(low - 14)).toBeLessThanOrEqual(1);
    expect(Math.abs(high - 28)).toBeLessThanOrEqual(1);
  });

  test('the same seed gives the same interval', () => {
    const values = [4, 8, 15, 16, 23, 42, 4.5, 7];
    expect(bootstrapMedian(values, 3)).toEqual(bootstrapMedian(values, 3));
  });
});

describe('paired comparison', () => {
  test('a t interval on log-ratios, against figures worked out by hand', () => {
    // Log-ratios ln 1.1, ln 1.2, ln 1.3: mean 0.18000, SD 0.08355, SE 0.04824, t(2) = 3.7315, p = 0.06488.
    const result = compareRounds([100, 100, 100], [110, 120, 130]);
    expect(result.ratio).toBeCloseTo((1.1 * 1.2 * 1.3) ** (1 / 3), 6);
    expect(result.pValue).toBeCloseTo(0.0649, 3);
    expect(result.low).toBeCloseTo(Math.exp(0.18 - 4.30265 * 0.04824), 3);
    expect(result.high).toBeCloseTo(Math.exp(0.18 + 4.30265 * 0.04824), 3);
  });

  test('swapping the sides turns the ratio over and keeps the p-value', () => {
    const positive = fc.array(fc.double({ min: 0.1, max: 1e4, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const there = compareRounds(a, b);
        const back = compareRounds(b, a);
        expect((there.ratio ?? 0) * (back.ratio ?? 0)).toBeCloseTo(1, 6);
        expect(there.pValue).toBeCloseTo(back.pValue ?? -1, 6);
      }),
    );
  });

  test.each<[string, (number | null)[], (number | null)[], object]>([
    ['equal values', [5, 5, 5], [5, 5, 5], { ratio: 1, pValue: 1, direction: 0 }],
    ['one pair left', [5, null, 5], [6, 7, null], { pValue: null, low: null, pairs: 1 }],
    ['no pairs', [], [], { ratio: null, pValue: null, pairs: 0 }],
    [
      'never against a figure in every round',
      [5, 6, 7],
      [Infinity, Infinity, Infinity],
      { ratio: null, pValue: 0, direction: 1 },
    ],
    ['never in two rounds only', [5, 6], [Infinity, Infinity], { ratio: null, pValue: null }],
    [
      'never on both sides now and then',
      [5, Infinity, 7],
      [Infinity, 6, Infinity],
      { ratio: null, pValue: null },
    ],
    ['never on both sides', [Infinity, Infinity], [Infinity, Infinity], { ratio: 1, pValue: 1 }],
  ])('%s', (_name, a, b, expected) => {
    expect(compareRounds(a, b)).toMatchObject(expected);
  });

  test('a prior steadies a variance that three rounds underestimate', () => {
    const a = [100, 100, 100];
    const b = [105, 105.01, 105.02];
    expect(compareRounds(a, b).pValue).toBeLessThan(0.001);
    expect(compareRounds(a, b, { sd: 0.05, df: 8 }).pValue).toBeGreaterThan(0.05);
  });

  test('sign flips: exact and used from ten pairs on', () => {
    expect(signFlipP([1, 1, 1, 1, 1])).toBe(2 / 32);
    expect(signFlipP([1, -1])).toBe(1);
    expect(signFlipP([3, 1, -1])).toBe(6 / 8);
    const ten = Array.from({ length: 10 }, (_unused, index) => 100 + index);
    expect(
      compareRounds(
        ten,
        ten.map((value) => value * 2),
      ).pValue,
    ).toBe(2 / 1_024);
  });
});

describe('Holm', () => {
  test.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.5, 0.9],
      [1, 1],
    ],
    [[0.02], [0.02]],
    [[], []],
  ])('%j becomes %j', (raw, adjusted) => {
    holm(raw).forEach((value, index) => {
      expect(value).toBeCloseTo(adjusted[index]!, 10);
    });
    expect(holm(raw)).toHaveLength(adjusted.length);
  });

  test('weights share out the level: the heavier test has less to overcome', () => {
    // 0.02 × 4/3, then 0.03 × 1 / 1.
    const [heavy, light] = holm([0.02, 0.03], [3, 1]);
    expect(heavy).toBeCloseTo(0.02 * (4 / 3), 10);
    expect(light).toBeCloseTo(0.03, 10);
    // The light one first: 0.001 × 4 / 1; the heavy one is left alone.
    const [second, first] = holm([0.02, 0.001], [3, 1]);
    expect(first).toBeCloseTo(0.004, 10);
    expect(second).toBeCloseTo(0.02, 10);
  });

  test('three rounds of noise raise an alarm in at most one of twenty comparisons of six metrics', () => {
    const random = seededRandom('alarms');
    const like = (): number[] => Array.from({ length: 3 }, () => 100 * Math.exp(0.1 * normal(random)));
    const alarms = Array.from({ length: 1_000 }, () => {
      const pValues = Array.from({ length: 6 }, () => compareRounds(like(), like()).pValue ?? 1);
      return holm(pValues, [4, 2, 1, 1, 1, 1]).some((value) => value < 0.05);
    });
    // 5% are allowed; 7% is three standard errors above that.
    expect(alarms.filter(Boolean).length).toBeLessThan(70);
  });
});
