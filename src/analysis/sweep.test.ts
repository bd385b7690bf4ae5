import { describe, expect, it } from 'vitest';
import type { SweepPoint } from '../result/run.ts';
import { keptUpRates } from './sweep.ts';

const point = (perSecond: number, other: Partial<SweepPoint> = {}): SweepPoint => ({
  contestant: 'http',
  perSecond,
  completedP50: 10,
  completedP95: 20,
  never: [],
  completedRate: perSecond,
  unservedShare: 0,
  valid: true,
  ...other,
});

describe('capacities', () => {
  it.each([
    ['all held', [point(10), point(20)], 20, null],
    ['the second fell behind', [point(10), point(20, { completedRate: 18.9 })], 10, 20],
    ['a share of them went unserved', [point(10, { unservedShare: 0.001 }), point(20)], null, 10],
    ['an invalid point says nothing', [point(20, { valid: false }), point(10), point(40)], 40, null],
    ['none was valid', [point(10, { valid: false })], null, null],
    [
      'budgets count where they were asked',
      [point(10, { held: true, unservedShare: 0.5 }), point(20, { held: false })],
      10,
      20,
    ],
    ['what is undecided says nothing', [point(10, { held: true }), point(20, { held: null })], 10, null],
    ['no figure is no success', [point(10, { completedRate: null })], null, 10],
  ] as const)('%s', (_, points, held, notHeld) => {
    expect(keptUpRates(points)).toEqual([{ contestant: 'http', held, notHeld }]);
  });
});
