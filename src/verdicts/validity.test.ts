import { describe, expect, test } from 'vitest';
import { judgeValidity, type ValidityInput } from './validity.ts';

const sound: ValidityInput = {
  generator: {
    ...{ intended: 1_000, sent: 1_000, achieved: 1, cpuShare: 0.2 },
    sendLag: { p50: 0.5, p99: 1.2, max: 9 },
    eventLoopDelay: { p50: 0.1, p99: 2, max: 12 },
  },
  faults: [{ type: 'crash', target: 'payments', struckAt: 5_000, liftedAt: 9_000, bites: 1, applies: true }],
  plannedSaturation: false,
  tightestLatencyBudgetMs: null,
  withoutClass: 0,
  problems: [],
};
const starved: ValidityInput['generator'] = { ...sound.generator, sent: 700, achieved: 0.7, cpuShare: 0.97 };
const lagging: ValidityInput['generator'] = { ...sound.generator, sendLag: { p50: 1, p99: 3, max: 20 } };
const struck = sound.faults[0]!;

describe('validity of a round', () => {
  test.each<[string, Partial<ValidityInput>, readonly RegExp[]]>([
    ['sound', {}, []],
    ['starved', { generator: starved }, [/sent 700 of 1000 .*70\.0%.*97\.0% of a core: lower load\.rate/]],
    ['starved on purpose', { generator: starved, plannedSaturation: true }, []],
    ['99% is enough', { generator: { ...sound.generator, achieved: 0.99 } }, []],
    ['late', { generator: lagging }, [/send lag p99 3\.0 ms is above 2\.0 ms/]],
    ['late, but the budgets are wide', { generator: lagging, tightestLatencyBudgetMs: 200 }, []],
    ['late for a tight budget', { generator: lagging, tightestLatencyBudgetMs: 25 }, [/10% of the tightest/]],
    ['a lag of nothing', { generator: { ...lagging, sendLag: { p50: NaN, p99: NaN, max: NaN } } }, [/late/]],
    [
      'a fault that never struck',
      { faults: [{ ...struck, struckAt: null }] },
      [/crash on payments never struck/],
    ],
    ['a fault without a bite', { faults: [{ ...struck, bites: 0 }] }, [/touched nothing/]],
    [
      'a fault that does not apply',
      { faults: [{ ...struck, struckAt: null, bites: 0, applies: false }] },
      [],
    ],
    [
      'no class',
      { withoutClass: 4, problems: ['could not read payments ledger'] },
      [/could not read payments ledger/, /^4 requests have no outcome class/],
    ],
  ])('%s', (_name, changes, expected) => {
    const reasons = judgeValidity({ ...sound, ...changes });
    expect(reasons).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(reasons[index]).toMatch(pattern);
    for (const reason of reasons) expect(reason).toMatch(/\.$/);
  });
});
