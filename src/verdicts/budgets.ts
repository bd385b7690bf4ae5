import type { BudgetResult, RoundResult, RunResult } from '../analysis/result.ts';
import { type Comparable, parseExpression } from '../scenario/language/expression.ts';
import type { Expression } from '../scenario/scenario.ts';
import { type Distance, isBroken, lateGenerator, type Measurement, measure } from './measurement.ts';

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

const exactVerdict = ({ operator }: Comparable, { excess }: Distance): Verdict =>
  excess.some((value) => isBroken(operator, value)) ? 'fail' : 'pass';

/** The interval must lie beyond the limit to fail; what never came in half of the rounds is beyond every limit. */
const measuredVerdict = ({ operator }: Comparable, { interval, excess }: Distance): Verdict => {
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
  const decide = comparable.exact ? exactVerdict : measuredVerdict;
  const strictly = (distance: Distance): Verdict => {
    const verdict = decide(comparable, distance);
    return strict && verdict === 'warn' ? 'fail' : verdict;
  };
  const verdict = strictly(measured);
  const onTime = strictly(measured.withoutLag);
  // A warning that the lag may have brought about stays one: it changes no exit code.
  if (verdict !== onTime && (verdict === 'fail' || onTime === 'fail')) {
    const value = shownValue(comparable, measured);
    return { verdict: 'invalid', value, detail: `${measured.detail}: ${lateGenerator}` };
  }
  const close =
    decide(comparable, measured) === 'warn' ? ': beyond the limit, but within the noise of the rounds' : '';
  return {
    verdict,
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
