import { describe, expect, test } from 'vitest';
import type { FaultRecord } from '../result/observations.ts';
import { phaseWindows, stageWindows } from './phases.ts';

const fault = (struckAt: number | null, liftedAt: number | null, applies = true): FaultRecord => ({
  type: 'crash',
  target: 'payments',
  struckAt,
  liftedAt,
  bites: 1,
  applies,
});

describe('phases of 100 ms', () => {
  test.each([
    ['no fault', [], { before: [[0, 100]], during: [], after: [] }],
    ['one fault', [fault(30, 50)], { before: [[0, 30]], during: [[30, 50]], after: [[50, 100]] }],
    [
      'two apart: the gap is in neither',
      [fault(60, 70), fault(20, 30)],
      {
        before: [[0, 20]],
        during: [
          [20, 30],
          [60, 70],
        ],
        after: [[70, 100]],
      },
    ],
    [
      'two that overlap',
      [fault(20, 50), fault(40, 60)],
      { before: [[0, 20]], during: [[20, 60]], after: [[60, 100]] },
    ],
    [
      'one within another',
      [fault(20, 80), fault(40, 60)],
      { before: [[0, 20]], during: [[20, 80]], after: [[80, 100]] },
    ],
    ['never cleared', [fault(40, null)], { before: [[0, 40]], during: [[40, 100]], after: [] }],
    ['cleared in the drain', [fault(40, 130)], { before: [[0, 40]], during: [[40, 100]], after: [] }],
    ['from the start', [fault(-5, 20)], { before: [], during: [[0, 20]], after: [[20, 100]] }],
    ['never injected', [fault(null, null)], { before: [[0, 100]], during: [], after: [] }],
  ] as const)('%s', (_name, faults, expected) => {
    expect(phaseWindows(100, faults)).toEqual({ ...expected, all: [[0, 100]] });
  });

  test('a contestant that a fault does not apply to is looked at over the planned time', () => {
    const planned = [{ type: 'broker-crash', target: 'broker', atMs: 25, forMs: 50 }];
    expect(phaseWindows(100, [fault(null, null, false)], planned).during).toEqual([[25, 75]]);
    const moved = { ...fault(null, null, false), plannedAt: 30, plannedForMs: 60 };
    expect(phaseWindows(100, [moved], planned).during).toEqual([[30, 90]]);
  });
});

test('named stages have windows of their own, joined where the name comes again', () => {
  const stages = [
    { forMs: 1_000 },
    { forMs: 500, name: 'spike' },
    { forMs: 1_000 },
    { forMs: 500, name: 'spike' },
    { forMs: 2_000, name: 'calm' },
  ];
  expect([...stageWindows(stages)]).toEqual([
    [
      'spike',
      {
        during: [
          [1_000, 1_500],
          [2_500, 3_000],
        ],
        after: [[3_000, 5_000]],
      },
    ],
    ['calm', { during: [[3_000, 5_000]], after: [] }],
  ]);
});
