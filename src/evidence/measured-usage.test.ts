import { describe, expect, it } from 'vitest';
import { cpuMsPerWorkflow, cpuOverLives, cpuSecondsSince, cpuSecondsWithin } from './measured-usage.ts';

const readings = [
  { at: 1_000, cpuSeconds: 0.8 },
  { at: 2_000, cpuSeconds: 1 },
  { at: 3_000, cpuSeconds: 1.5 },
];

describe('CPU of the measured time', () => {
  it.each([
    ['at a reading', 2_000, 0.5],
    ['between two readings', 2_500, 0.25],
    ['before the first reading: all since then', 0, 0.7],
    ['after the last', 4_000, 0],
  ])('%s', (_, fromMs, seconds) => {
    expect(cpuSecondsSince(readings, fromMs)).toBeCloseTo(seconds, 9);
  });

  it('leaves the start and the warm-up out of the cost of a workflow', () => {
    expect(cpuMsPerWorkflow([readings, readings], [[2_000, Number.POSITIVE_INFINITY]], 100)).toBe(10);
    expect(cpuMsPerWorkflow([readings, []], [[2_000, Number.POSITIVE_INFINITY]], 100)).toBe(5);
    expect(cpuMsPerWorkflow([readings], [[2_000, Number.POSITIVE_INFINITY]], 0)).toBeNull();
  });

  it('counts only what was spent in slices of its own', () => {
    expect(
      cpuSecondsWithin(readings, [
        [1_500, 2_000],
        [2_500, 2_600],
      ]),
    ).toBeCloseTo(0.15, 9);
  });
});

it('the start of a process that follows another counts; what the first had spent before does not', () => {
  const spend = cpuOverLives();
  expect([spend(7, 9_000), spend(7, 9_500), spend(8, 4_000), spend(8, 4_100)]).toEqual([
    0, 500, 4_500, 4_600,
  ]);
});
