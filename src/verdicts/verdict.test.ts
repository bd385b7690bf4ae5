import { describe, expect, test } from 'vitest';
import { exitCodeOf, type VerdictInput, verdictOf } from './verdict.ts';

type Round = VerdictInput['rounds'][number];
type Budget = VerdictInput['budgets'][number];

const good: Round = { contestant: 'http', round: 1, attempt: 1, valid: true, invalidReasons: [] };
const bad: Round = { ...good, valid: false, invalidReasons: ['The generator was starved.'] };
const budget = (verdict: Budget['verdict']): Budget => ({ text: 'lost == 0', verdict, detail: 'lost = 3' });

describe('verdict of a run', () => {
  test.each<[string, Partial<VerdictInput>, string, number]>([
    ['no budgets', {}, 'pass', 0],
    ['all pass', { budgets: [budget('pass')] }, 'pass', 0],
    ['a warning', { budgets: [budget('warn')] }, 'pass', 0],
    ['one fails', { budgets: [budget('pass'), budget('fail')] }, 'fail', 1],
    ['one cannot be decided', { budgets: [budget('pass'), budget('invalid')] }, 'invalid', 3],
    ['one fails, one cannot be decided', { budgets: [budget('invalid'), budget('fail')] }, 'fail', 1],
    ['an invalid round', { rounds: [bad] }, 'invalid', 3],
    ['an invalid round and a broken budget', { rounds: [bad], budgets: [budget('fail')] }, 'invalid', 3],
    ['an invalid round that was repeated well', { rounds: [bad, { ...good, attempt: 2 }] }, 'pass', 0],
    [
      'an invalid round of another contestant',
      { rounds: [good, { ...bad, contestant: 'events' }] },
      'invalid',
      3,
    ],
    [
      'a fault that acts on a part that no contestant has',
      { untested: ['The fault x met nobody.'] },
      'invalid',
      3,
    ],
    ['no round at all', { rounds: [] }, 'invalid', 3],
  ])('%s', (_name, changes, verdict, exitCode) => {
    const found = verdictOf({ rounds: [good], budgets: [], untested: [], ...changes });
    expect(found.verdict).toBe(verdict);
    expect(exitCodeOf(found.verdict)).toBe(exitCode);
    expect(found.reasons.length > 0).toBe(verdict !== 'pass');
  });

  test('says which round and why', () => {
    expect(verdictOf({ rounds: [bad], budgets: [], untested: [] }).reasons).toEqual([
      'Round 1 of http is invalid: The generator was starved.',
    ]);
  });
});
