import { expect, test } from 'vitest';
import type { Comparison, RunResult } from '../result/run.ts';
import { renderReference } from './render-reference.ts';

const comparison = (a: string, b: string, verdict: Comparison['verdict']): Comparison => ({
  metric: 'completed.p50 all',
  a,
  b,
  verdict,
  ratio: 2,
  low: 1.6,
  high: 2.5,
});
const run = (...comparisons: readonly Comparison[]): RunResult =>
  ({ summary: { comparisons } }) as unknown as RunResult;

test('a contestant is seen from its twin, in whichever order the rounds were run', () => {
  const text = renderReference(
    run(
      comparison('http@main', 'http', 'slower'),
      comparison('events', 'events@main', 'slower'),
      comparison('http', 'events', 'slower'),
    ),
  );
  expect(text).toMatch(
    /http seen from http@main.*\n.*\n +completed\.p50 all +2\.00 \[1\.60, 2\.50\] +slower/,
  );
  expect(text).toMatch(
    /events seen from events@main.*\n.*\n +completed\.p50 all +0\.50 \[0\.40, 0\.63\] +faster/,
  );
  expect(text.match(/seen from/g)).toHaveLength(2);
});

test('a run without another build has nothing to say', () => {
  expect(renderReference(run(comparison('http', 'events', 'slower')))).toBe('');
});
