import { expect, test } from 'vitest';
import { gateRun } from '../../test/support/gate-run.ts';
import type { RunResult } from '../result/run.ts';
import { isAllDecided, openComparisons } from './still-open.ts';

const look = { fraction: 1, before: 0, isLast: true };

const run = (p50: readonly number[], over: Partial<RunResult> = {}): RunResult =>
  ({
    ...gateRun({ p50 }),
    scenario: { contestants: [{ name: 'http@main' }, { name: 'http' }] },
    budgets: [],
    hypotheses: [],
    ...over,
  }) as unknown as RunResult;

const around = (shift: number, noise: number) =>
  [1, -1, 1, -1, 1, -1, 1, -1].map((sign) => shift + sign * noise);

test.each([
  ['a difference, in one direction', around(0.2, 0.01), []],
  ['a difference, in the other', around(-0.2, 0.01), []],
  ['surely less than matters', around(0, 0.005), []],
  ['neither', around(0, 0.1), ['completed.p50']],
])('%s', (_, p50, open) => {
  expect(openComparisons(run(p50), look).map(({ metric }) => metric)).toEqual(open);
});

test('a run goes on while a budget or a hypothesis is open', () => {
  const decided = around(0.2, 0.01);
  expect(isAllDecided(run(decided), look)).toBe(true);
  const budget = (verdict: string) => ({ budgets: [{ verdict }] }) as unknown as Partial<RunResult>;
  expect(isAllDecided(run(decided, budget('warn')), look)).toBe(false);
  expect(isAllDecided(run(decided, budget('fail')), look)).toBe(true);
  const hypothesis = { hypotheses: [{ verdict: 'inconclusive' }] } as unknown as Partial<RunResult>;
  expect(isAllDecided(run(decided, hypothesis), look)).toBe(false);
});
