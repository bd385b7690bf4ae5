import { describe, expect, test } from 'vitest';
import type { BudgetResult, Environment, RunResult } from '../analysis/result.ts';
import { asAdvisory, environmentDifferences, runDifferences, showDifference } from './fingerprint.ts';

const here: Environment = {
  ...{ cpuModel: 'Xeon', cores: 2, memoryBytes: 8 * 2 ** 30, os: 'Linux 6.1', node: 'v20.20.2' },
  ...{ broker: 'RabbitMQ 3.10.8 (private)', dependencyLock: 'abc', tandem: '0.1.0' },
};
const run = (changes: object = {}): RunResult =>
  ({
    environment: here,
    seed: 1,
    scenario: { name: 'baseline', scale: 1, load: { stages: [] }, faults: [] },
    ...changes,
  }) as unknown as RunResult;

describe('the fingerprint of an environment', () => {
  test.each([
    ['CPU model', { cpuModel: 'EPYC' }],
    ['cores', { cores: 8 }],
    ['memory', { memoryBytes: 16 * 2 ** 30 }],
    ['OS', { os: 'Darwin 23' }],
    ['Node', { node: 'v22.1.0' }],
    ['broker', { broker: 'none' }],
    ['dependency lock', { dependencyLock: '' }],
  ])('differs in %s', (part, change) => {
    expect(environmentDifferences(here, { ...here, ...change }).map((found) => found.part)).toEqual([part]);
  });

  test('is the same for another version of tandem and for a few pages of memory', () => {
    expect(
      environmentDifferences(here, { ...here, tandem: '9', memoryBytes: here.memoryBytes - 4_096 }),
    ).toEqual([]);
  });

  test('is told in words', () => {
    const [cores] = environmentDifferences(here, { ...here, cores: 8 });
    expect(showDifference(cores!, ['then', 'now'])).toBe('cores: 2 then, 8 now');
  });
});

test('runs differ in load, scale and seed too', () => {
  const other = run({
    seed: 2,
    scenario: { name: 'baseline', scale: 0.5, load: { stages: [1] }, faults: [] },
  });
  expect(runDifferences(run(), other).map(({ part }) => part)).toEqual(['scale', 'load', 'seed']);
  expect(runDifferences(run(), run())).toEqual([]);
});

describe('advisory budgets', () => {
  const budget = (text: string, verdict: BudgetResult['verdict']): BudgetResult => ({
    ...{ text, verdict, value: 1, detail: 'measured', line: 1, column: 1 },
  });
  const unlike = [{ part: 'cores', a: '2', b: '8' }];

  test('against a baseline never fail, and say why', () => {
    const texts = ['fail', 'invalid', 'warn', 'pass'] as const;
    const judged = texts.map((verdict) => budget('completed.p95 <= baseline + 10%', verdict));
    const advised = asAdvisory(judged, unlike);
    expect(advised.map(({ verdict }) => verdict)).toEqual(['warn', 'warn', 'warn', 'pass']);
    expect(advised[0]?.detail).toBe('measured; advisory only, the baseline differs in cores');
  });

  test('leave the others alone, and all of them where nothing differs', () => {
    const judged = [budget('lost == 0', 'fail'), budget('completed.p95 <= baseline + 10%', 'fail')];
    expect(asAdvisory(judged, unlike)[0]).toEqual(judged[0]);
    expect(asAdvisory(judged, [])).toEqual(judged);
  });
});
