import { describe, expect, test } from 'vitest';
import { normal, seededRandom } from '../shared/random.ts';
import { changePoints } from './change-points.ts';

const noisy = (levels: readonly (readonly [count: number, level: number])[], seed: number): number[] => {
  const random = seededRandom('series', seed);
  return levels.flatMap(([count, level]) =>
    Array.from({ length: count }, () => level * (1 + 0.02 * normal(random))),
  );
};

describe('a series of medians over commits', () => {
  test('one that keeps its level has no change, in nearly all of a hundred', () => {
    const alarms = Array.from({ length: 100 }, (_, seed) => changePoints(noisy([[40, 50]], seed))).filter(
      (points) => points.length > 0,
    );
    expect(alarms.length).toBeLessThanOrEqual(4);
  });

  test('a step of 10% is found where it is', () => {
    const [point, ...others] = changePoints(
      noisy(
        [
          [20, 50],
          [20, 55],
        ],
        3,
      ),
    );
    expect(others).toEqual([]);
    expect(point?.index).toBeGreaterThanOrEqual(19);
    expect(point?.index).toBeLessThanOrEqual(21);
    expect(point!.after / point!.before).toBeCloseTo(1.1, 1);
  });

  test('up and down again are two changes', () => {
    expect(
      changePoints(
        noisy(
          [
            [15, 50],
            [15, 60],
            [15, 50],
          ],
          5,
        ),
      ).map(({ index }) => index),
    ).toEqual([15, 30]);
  });

  test('one odd value, or too few of them, are none', () => {
    expect(changePoints([50, 50.1, 49.9, 50, 80, 50, 50.1, 49.9, 50, 50.2])).toEqual([]);
    expect(changePoints([50, 50, 60, 60])).toEqual([]);
    expect(changePoints([])).toEqual([]);
  });
});
