import { noiseSd, smallestEffect } from '../analysis/noise.ts';
import type { Expression, Scenario } from '../scenario/scenario.ts';
import { measure } from '../verdicts/measurement.ts';
import type { Pair } from './pairs.ts';

/** How far a budget's limit lies from what was measured, beside what the rounds of the scenario can tell apart. */
export interface BudgetMargin {
  readonly text: string;
  /** |measured − limit| / measured; null where the budget was not calibrated. */
  readonly margin: number | null;
  readonly smallestEffect: number | null;
  /** The margin is below the smallest effect: a pass or a failure of this budget may be noise. */
  readonly belowNoise: boolean;
  /** Why it was not calibrated; empty where it was. */
  readonly note: string;
}

const skipped = (text: string, note: string): BudgetMargin => ({
  text,
  margin: null,
  smallestEffect: null,
  belowNoise: false,
  note,
});

const marginOf = (
  { text, parsed: comparable }: Expression,
  pairs: readonly Pair[],
  contestant: string,
  rounds: number,
): BudgetMargin => {
  if (comparable.exact) return skipped(text, 'a count, decided exactly');
  if (comparable.contestants.some((name) => name !== contestant))
    return skipped(text, 'names another contestant');
  const first = pairs.map(([a]) => a);
  const second = pairs.map(([, b]) => ({ ...b, contestant }));
  const whom = comparable.forEach ? contestant : null;
  // Against itself as baseline: what is left of the distance is the margin that the budget grants.
  const [one, other] = [first, second].map((side) => measure(comparable, side, whom, first));
  if (one === undefined || other === undefined) return skipped(text, 'no rounds');
  if ('error' in one) return skipped(text, one.error);
  if ('error' in other) return skipped(text, other.error);
  const values = one.values.map((value, index) => [value, other.values[index] ?? value] as const);
  if (!values.flat().every((value) => Number.isFinite(value) && value > 0))
    return skipped(text, 'a value was zero or never came');
  const margin = Math.abs(one.interval.median) / one.median;
  const smallest = smallestEffect(noiseSd(values), { rounds, tests: 1 });
  return { text, margin, smallestEffect: smallest, belowNoise: margin < smallest, note: '' };
};

/** The budgets of a scenario seen in the light of pairs of like rounds of `contestant`. */
export const budgetMargins = (
  { budgets, rounds }: Pick<Scenario, 'budgets' | 'rounds'>,
  pairs: readonly Pair[],
  contestant: string,
): readonly BudgetMargin[] => budgets.map((budget) => marginOf(budget, pairs, contestant, rounds));
