import type { BudgetResult, RoundResult, RunResult } from '../analysis/result.ts';
import { type Comparable, parseExpression } from '../scenario/language/expression.ts';
import { isConstant } from '../scenario/language/show.ts';
import type { Expression } from '../scenario/scenario.ts';
import { evaluate } from './evaluate.ts';
import { isBroken, type Measurement, measure } from './measurement.ts';

export interface BudgetOptions {
  /** A budget fails already when only the point lies beyond its limit. */
  readonly strict?: boolean;
  /** The run that `baseline` stands for. */
  readonly baseline?: Pick<RunResult, 'rounds'> | null;
}

type Verdict = BudgetResult['verdict'];
type Part = Pick<BudgetResult, 'verdict' | 'value' | 'detail'>;

/** From worst to best: a known failure is not mended by an open question. */
const severity: readonly Verdict[] = ['fail', 'invalid', 'warn', 'pass'];

const exactVerdict = ({ operator }: Comparable, { excess }: Measurement): Verdict =>
  excess.some((value) => isBroken(operator, value)) ? 'fail' : 'pass';

/** The interval must lie beyond the limit to fail; what never came in half of the rounds is beyond every limit. */
const measuredVerdict = ({ operator }: Comparable, { interval, excess }: Measurement): Verdict => {
  const { low, median } = interval;
  if (isBroken(operator, low) || median === Number.POSITIVE_INFINITY) return 'fail';
  return isBroken(operator, median) || excess.includes(Number.POSITIVE_INFINITY) ? 'warn' : 'pass';
};

/** Counts: that of the worst round. Measured: the median. */
const shownValue = ({ exact }: Comparable, { values, excess, median }: Measurement): number | null => {
  const worst = values[excess.indexOf(Math.max(...excess))]!;
  const value = exact ? worst : median;
  return Number.isFinite(value) ? value : null;
};

const judgePart = (
  comparable: Comparable,
  rounds: readonly RoundResult[],
  contestant: string | null,
  { strict = false, baseline = null }: BudgetOptions,
): Part => {
  const measured = measure(comparable, rounds, contestant, baseline?.rounds ?? null);
  if ('error' in measured) return { verdict: 'invalid', value: null, detail: measured.error };
  const verdict = comparable.exact
    ? exactVerdict(comparable, measured)
    : measuredVerdict(comparable, measured);
  const close = verdict === 'warn' ? ': beyond the limit, but within the noise of the rounds' : '';
  return {
    verdict: strict && verdict === 'warn' ? 'fail' : verdict,
    value: shownValue(comparable, measured),
    detail: `${measured.detail}${close}`,
  };
};

/**
 * Whether each budget holds. Counts are exact: one round beyond the limit fails. Times and rates fail when the interval
 * of their median lies beyond the limit, and warn when only the median does. What cannot be measured is `invalid` and
 * never a pass.
 */
export const judgeBudgets = (
  rounds: readonly RoundResult[],
  budgets: readonly Expression[],
  contestants: readonly string[],
  options: BudgetOptions = {},
): readonly BudgetResult[] =>
  budgets.map((budget) => {
    const comparable = parseExpression(budget.text);
    const parts = (comparable.forEach ? contestants : [null]).map((contestant) =>
      judgePart(comparable, rounds, contestant, options),
    );
    const worst = parts.toSorted((a, b) => severity.indexOf(a.verdict) - severity.indexOf(b.verdict))[0];
    return {
      ...budget,
      verdict: worst?.verdict ?? 'invalid',
      value: worst?.value ?? null,
      detail: parts.map(({ detail }) => detail).join('; ') || 'no contestant was run',
    };
  });

/** Smallest upper limit that a budget sets to a time, ms; null when none does. */
export const tightestLatencyBudget = (budgets: readonly Expression[]): number | null => {
  const limits = budgets.flatMap(({ text }) => {
    const { unit, operator, left, right } = parseExpression(text);
    const limit = operator.startsWith('<') ? right : left;
    if (unit !== 'ms' || !isConstant(limit)) return [];
    const value = evaluate(limit, { roundOf: () => null, contestant: null, baseline: null });
    return typeof value === 'number' ? [value] : [];
  });
  return limits.length === 0 ? null : Math.min(...limits);
};
