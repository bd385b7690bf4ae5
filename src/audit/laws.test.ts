import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  evidenceOf,
  judgeDraft,
  soundRound,
  type Verdict,
  wrongLedgers,
} from '../../test/support/wrong-ledgers.ts';
import { partitionLaw, ratesLaw } from './laws/sums.ts';
import { laws } from './laws.ts';

const file = new URL('../../test/support/wrong-ledgers.json', import.meta.url);
const catalogue = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;

/** Everything that tells a round from the sound one: broken laws, classes and counts above what they were, the money rule. */
const caughtBy = ({ outcomes, money, laws: judged }: Verdict): string[] => {
  const sound = judgeDraft(soundRound()).outcomes;
  const sums: ReadonlySet<string> = new Set(['sent', 'failed', 'lost', 'unserved', 'completed']);
  const above = Object.entries(outcomes)
    .filter(([name, value]) => !sums.has(name) && (value ?? 0) > (sound[name as keyof typeof sound] ?? 0))
    .map(([name]) => name);
  const broken = judged.filter(({ holds }) => holds === false).map(({ law }) => `law: ${law}`);
  return [...above, ...(money.balanced ? [] : ['money']), ...broken];
};

describe('a round is held to the laws', () => {
  test('a sound one keeps all of them', () => {
    const verdict = judgeDraft(soundRound());
    expect(verdict.laws.filter(({ holds }) => holds !== true)).toEqual([]);
    expect(verdict.outcomes).toMatchObject({ sent: 40, completed: 40, lost: 0, failed: 0 });
    expect(verdict.money).toMatchObject({ balanced: true, unbalanced: 0, requests: 40 });
  });

  test('the catalogue names every wrong ledger, and no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(wrongLedgers).sort());
  });

  test.each(Object.entries(wrongLedgers))('one that %s is caught', (name, tamper) => {
    const draft = soundRound();
    tamper(draft);
    expect(caughtBy(judgeDraft(draft))).toEqual(catalogue[name]);
  });

  test('the reason names the work that was left out', () => {
    const draft = soundRound();
    wrongLedgers['skips the simulated work of payments']!(draft);
    const law = judgeDraft(draft).laws.find(({ holds }) => holds === false);
    expect(law?.detail).toMatch(/^payments worked 0\.2 ms of 20 ms \(median\)/);
  });

  test('every law that a ledger can break has a ledger that breaks it', () => {
    const broken = new Set(Object.values(catalogue).flat());
    const untouched = laws.filter(({ law }) => !broken.has(`law: ${law}`)).map(({ law }) => law);
    // These two are about sums of our own, which no ledger can spoil; they are broken by hand below.
    expect(untouched).toEqual(['partition', 'rates ≤ offered']);
  });

  test('sums of our own that do not add up break a law too', () => {
    const round = evidenceOf(soundRound());
    const { all } = round.phases;
    const withAll = (changed: typeof all) => ({ ...round, phases: { ...round.phases, all: changed } });
    const lost = withAll({ ...all, outcomes: { ...all.outcomes, completed: 39 } });
    expect(partitionLaw.judge(lost).detail).toMatch(/39 of 40 sent/);
    expect(partitionLaw.judge(lost).holds).toBe(false);
    const fast = withAll({ ...all, rates: { ...all.rates, completed: all.rates.offered + 1 } });
    expect(ratesLaw.judge(fast)).toMatchObject({ holds: false });
  });
});
