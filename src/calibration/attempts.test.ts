import { describe, expect, it } from 'vitest';
import { type Attempt, judgeAttempts } from './attempts.ts';
import type { GeneratorCheck } from './generator-truth.ts';

const attempt = (observerLateMs: number, faults: Partial<GeneratorCheck> = {}): Attempt => {
  const none = { p50: 1, p95: 1, 'p97.5': 1, p99: 1 };
  const counts = { answered: 1 };
  const sound = {
    intended: 1,
    expected: none,
    measured: none,
    expectedCounts: counts,
    measuredCounts: counts,
  };
  return { observerLateMs, check: { ...sound, outcomeFaults: [], timeFaults: [], ...faults } };
};
const good = attempt(2);
const bad = attempt(2, { timeFaults: ['p99 is off'] });
const disturbed = attempt(9, { timeFaults: ['p99 is off'] });
const lost = attempt(9, { outcomeFaults: ['a request has no outcome'] });

describe('judgeAttempts', () => {
  it.each([
    ['a good first attempt', [good], 'ok'],
    ['a bad first attempt', [bad], 'again'],
    ['a bad one confirmed', [bad, bad], 'wrong'],
    ['a bad one against a good one', [bad, good], 'again'],
    ['a bad one outvoted', [bad, good, good], 'ok'],
    ['two bad ones of three', [bad, good, bad], 'wrong'],
    ['a disturbed one', [disturbed], 'again'],
    ['a good one after a disturbed one', [disturbed, good], 'ok'],
    ['nothing but disturbed ones', Array.from({ length: 6 }, () => disturbed), 'disturbed'],
    ['a wrong outcome, whatever the machine did', [lost], 'wrong'],
  ] as const)('%s', (_, attempts, verdict) => {
    expect(judgeAttempts(attempts)).toBe(verdict);
  });
});
