import { expect, test } from 'vitest';
import type { GateResult } from '../result/gate.ts';
import type { RunResult } from '../result/run.ts';
import { gateNotes } from './gate-notes.ts';

const notes = (gate: Partial<GateResult> | undefined): readonly string[] =>
  gateNotes({ gate } as unknown as RunResult);

const figure = {
  metric: 'completed.p50',
  base: 49,
  head: 51,
  margin: 0.03,
  pairs: 8,
  change: 0.045,
  low: 0.03,
  high: 0.06,
  smallest: 0.02,
  verdict: 'worse',
} as const;

test('a report says what the gate said, and names what is not settled', () => {
  const gate = { base: 'http@main', head: 'http', commit: 'abcdef0123456789', verdict: 'worse' } as const;
  const lost = {
    ...figure,
    metric: 'lost',
    base: 0,
    head: 2,
    change: null,
    low: null,
    high: null,
    margin: 0,
  };
  expect(
    notes({
      ...gate,
      figures: [
        figure,
        { ...figure, metric: 'completed.p95', verdict: 'not worse' },
        { ...lost, verdict: 'not decided' },
      ],
    }),
  ).toEqual([
    'Gate: http is worse, seen from http@main (abcdef012345).',
    'Gate, completed.p50: worse (+4.5% [+3.0%, +6.0%]; margin +3.0%).',
    'Gate, lost: not decided (0 before, 2 now; margin +0.0%).',
  ]);
  expect(notes({ ...gate, verdict: 'invalid', figures: [] })[0]).toMatch(/not judged, for too few rounds/);
  expect(notes(undefined)).toEqual([]);
});
