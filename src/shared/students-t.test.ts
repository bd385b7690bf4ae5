import { describe, expect, test } from 'vitest';
import { criticalT, powerOfT, twoSidedP } from './students-t.ts';

describe('tables of Student’s t', () => {
  test.each([
    [0.05, 1, 12.7062],
    [0.05, 2, 4.30265],
    [0.01, 2, 9.92484],
    [0.05, 9, 2.26216],
    [0.05, 30, 2.04227],
    [0.05, 1_000, 1.96234],
  ])('alpha %d, %d degrees of freedom: %d', (alpha, df, t) => {
    expect(criticalT(alpha, df)).toBeCloseTo(t, 4);
    expect(twoSidedP(t, df)).toBeCloseTo(alpha, 5);
  });

  test('no effect has p = 1, an infinite one p = 0', () => {
    expect(twoSidedP(0, 4)).toBe(1);
    expect(twoSidedP(Number.POSITIVE_INFINITY, 4)).toBe(0);
  });

  // Figures of a one-sample t test as in the usual power tables: n = 10, effect 1 SD; n = 34, effect 0.5 SD.
  test.each([
    [Math.sqrt(10), 9, 0.8031],
    [0.5 * Math.sqrt(34), 33, 0.8078],
  ])('power at noncentrality %d with %d degrees of freedom is %d', (noncentrality, df, power) => {
    expect(powerOfT(noncentrality, 0.05, df)).toBeCloseTo(power, 3);
  });

  test('without an effect the power is the false alarm rate', () => {
    expect(powerOfT(0, 0.05, 2)).toBeCloseTo(0.05, 3);
  });
});
