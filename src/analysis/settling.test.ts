import { describe, expect, test } from 'vitest';
import { normal, seededRandom } from '../shared/random.ts';
import { settlingOf } from './settling.ts';

const load = (levelAt: (share: number) => number, seed = 1): Float64Array => {
  const random = seededRandom('settling', seed);
  return Float64Array.from(
    { length: 600 },
    (_, index) => levelAt(index / 600) * Math.exp(0.3 * normal(random)),
  );
};

describe('the begin of a load', () => {
  test('is kept where nothing falls, in nearly all of a hundred', () => {
    const left = Array.from({ length: 100 }, (_, seed) => settlingOf(load(() => 50, seed))).filter(
      ({ from }) => from > 0,
    );
    expect(left.length).toBeLessThanOrEqual(4);
  });

  test('is left out while processes warm up, and not all of the rest', () => {
    const { from, drifts } = settlingOf(load((share) => 50 + 90 * Math.exp(-share / 0.15)));
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThanOrEqual(200);
    expect(drifts).toBe(false);
  });

  test('what never settles is said to drift, and no more than a third of it is left out', () => {
    expect(settlingOf(load((share) => 100 - 70 * share))).toEqual({ from: 200, drifts: true });
  });

  test('what gets slower is no warm-up', () => {
    expect(settlingOf(load((share) => 50 + 60 * share))).toEqual({ from: 0, drifts: false });
  });

  test('of a few requests nothing can be said, and those that nobody expects are passed over', () => {
    expect(settlingOf(new Float64Array(50).fill(9))).toEqual({ from: 0, drifts: false });
    const declined = load((share) => 100 - 70 * share).map((value, index) =>
      index % 7 === 0 ? Number.NaN : value,
    );
    expect(settlingOf(declined).drifts).toBe(true);
  });
});
