import { expect, test } from 'vitest';
import { crashRun } from '../../../test/support/sample-results.ts';
import { validityPanel } from './validity-panel.ts';

const crash = crashRun();
const withLaws = (...held: readonly (boolean | null)[]): string =>
  validityPanel({
    ...crash,
    rounds: crash.rounds
      .slice(0, 1)
      .map((round) => ({ ...round, laws: held.map((holds) => ({ law: 'a law', holds, detail: 'so' })) })),
  }).toString();

test('a law that could not be judged is not counted as one that does not hold', () => {
  expect(withLaws(true, true, null)).toContain('held to: 2 hold, 1 not judged.');
  expect(withLaws(true, false, null)).toContain('held to: 1 hold, 1 broken, 1 not judged.');
  expect(withLaws(true, true)).toContain('held to: 2 hold.');
});
