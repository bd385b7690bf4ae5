import { describe, expect, it } from 'vitest';
import { runWithLatencies } from '../../test/support/doctored.ts';
import { expressionsAt } from '../../test/support/expressions.ts';
import { assertAskable, heldBudgets } from './held.ts';

/** Completed p95 of two rounds each, ms. */
const { rounds } = runWithLatencies({ fast: [100, 110], slow: [900, 1_000] });

describe('the budgets asked of one contestant', () => {
  it.each([
    ['all held', 'fast', ['completed.p95 < 500ms', 'slow.completed.p95 < 1ms'], true, []],
    [
      'one failed',
      'slow',
      ['completed.p95 < 500ms', 'completed.p50 < 1h'],
      false,
      ['completed.p95 < 500ms (slow.completed.p95 = 950ms [900ms, 1s])'],
    ],
    [
      'one cannot be decided',
      'fast',
      ['completed.p999 < 500ms'],
      null,
      [expect.stringMatching(/^completed\.p999 < 500ms is not decided \(.+\)$/)],
    ],
  ])('%s', (_, contestant, texts, held, broken) => {
    expect(heldBudgets(rounds, expressionsAt(texts), contestant)).toEqual({ held, broken });
  });

  it.each([
    ['a comparison of two', ['fast.completed.p95 < slow.completed.p95'], 'compares fast with slow'],
    ['a baseline', ['completed.p95 < baseline'], 'compares with a baseline'],
    ['nothing of one', ['fast.completed.p95 < 1s'], 'no budget says anything of slow'],
  ])('refuses %s', (_, texts, message) => {
    expect(() => assertAskable(expressionsAt(texts), ['fast', 'slow'])).toThrow(message);
  });

  it('takes what says something of each', () => {
    expect(() => assertAskable(expressionsAt(['lost == 0']), ['fast', 'slow'])).not.toThrow();
    expect(() => assertAskable(expressionsAt(['fast.lost == 0']), ['fast'])).not.toThrow();
  });
});
