import { describe, expect, test } from 'vitest';
import { normal, seededRandom } from '../shared/random.ts';
import { welch } from './welch.ts';

const exp = (values: readonly number[]): number[] => values.map(Math.exp);

describe("Welch's t test on logarithms", () => {
  test('agrees with a textbook example', () => {
    // Example data of R's t.test documentation (sleep, groups 1 and 2): t = -1.8608, df = 17.776, p = 0.07939.
    const one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const found = welch(exp(two), exp(one));
    expect(found.pValue).toBeCloseTo(0.07939, 4);
    expect(Math.log(found.low ?? 0)).toBeCloseTo(-3.3654832, 4);
    expect(Math.log(found.high ?? 0)).toBeCloseTo(0.2054832, 4);
    expect(found.direction).toBe(-1);
  });

  test('calls 5% of like samples different, however unlike their noise', () => {
    const random = seededRandom('welch');
    const sample = (sd: number): number[] => exp([1, 2, 3, 4].map(() => sd * normal(random)));
    const alarms = Array.from({ length: 4_000 }, () => welch(sample(0.1), sample(0.02))).filter(
      ({ pValue }) => (pValue ?? 1) < 0.05,
    ).length;
    // 200 expected; the test is a little conservative with so few rounds and never liberal beyond chance.
    expect(alarms).toBeLessThan(250);
    expect(alarms).toBeGreaterThan(100);
  });

  test('one round a side has a ratio and no interval', () => {
    const found = welch([100], [150]);
    expect(found).toMatchObject({ low: null, high: null, pValue: null, direction: 1 });
    expect(found.ratio).toBeCloseTo(1.5, 10);
  });

  test('nothing compares with nothing', () => {
    expect(welch([], [1, 2])).toEqual({ ratio: null, low: null, high: null, pValue: null, direction: 0 });
  });

  test('who never got there is beyond who always did, from three rounds on', () => {
    const never = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(welch([5, 6, 7], never)).toMatchObject({ ratio: null, pValue: 0, direction: 1 });
    expect(welch([5, 6], never)).toMatchObject({ pValue: null });
    expect(welch([5, 6, Number.POSITIVE_INFINITY], never)).toMatchObject({ pValue: null, direction: 0 });
  });

  test('a rate of zero is below any other', () => {
    expect(welch([5, 6, 7], [0, 0, 0])).toMatchObject({ pValue: 0, direction: -1 });
  });

  test('equal values are level', () => {
    expect(welch([4, 4, 4], [4, 4, 4])).toMatchObject({ ratio: 1, pValue: 1, direction: 0 });
  });
});
