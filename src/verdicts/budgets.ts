import type { RoundResult } from '../result/round.ts';
import type { BudgetResult, RunResult } from '../result/run.ts';
import type { Comparable } from '../scenario/language/expression.ts';
import type { Expression } from '../scenario/scenario.ts';
import { type Distance, isBroken, isTimed, lateGenerator, type Measurement, measure } from './measurement.ts';

export interface BudgetOptions {
  /** A budget fails already when only its point estimate, the median over rounds, lies beyond its limit. */
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

const neverCame = ({ excess }: Distance): number =>
  excess.filter((value) => value === Number.POSITIVE_INFINITY).length;

/**
 * The interval must lie beyond the limit to fail; what never came in half of the rounds is beyond every limit. One round
 * has no interval, so a time that it shows decides only when it is clear of the limit by `slack`, on either side.
 */
const measuredVerdict = (comparable: Comparable, distance: Distance, strict: boolean): Verdict => {
  const { operator } = comparable;
  const { low, median } = distance.interval;
  const slack = isTimed(comparable) ? distance.slack : 0;
  const beyond = isBroken(operator, median);
  if (median === Number.POSITIVE_INFINITY || isBroken(operator, low - slack)) return 'fail';
  if (strict && beyond) return 'fail';
  return beyond || neverCame(distance) > 0 || isBroken(operator, median + slack) ? 'warn' : 'pass';
};

/** What a warning is about; each part is said only where it is so. */
const warningOf = ({ operator }: Comparable, distance: Distance): string => {
  const beyond = isBroken(operator, distance.interval.median);
  const of = distance.excess.length;
  if (of === 1)
    return `${beyond ? 'beyond' : 'within'} the limit, but by less than the tenth that one round alone may be off by; more rounds decide`;
  const never = neverCame(distance);
  const rounds = never === 1 ? 'one round' : `${never} rounds`;
  return [
    ...(beyond ? ['beyond the limit, but within the noise of the rounds'] : []),
    ...(never > 0 ? [`${rounds} of ${of} never got there`] : []),
  ].join('; ');
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
  const decide = (distance: Distance): Verdict =>
    comparable.exact ? exactVerdict(comparable, distance) : measuredVerdict(comparable, distance, strict);
  const verdict = decide(measured);
  const onTime = decide(measured.withoutLag);
  // A warning that the lag may have brought about stays one: it changes no exit code.
  if (verdict !== onTime && (verdict === 'fail' || onTime === 'fail')) {
    const value = shownValue(comparable, measured);
    return { verdict: 'invalid', value, detail: `${measured.detail}: ${lateGenerator}` };
  }
  const warning = verdict === 'warn' ? `: ${warningOf(comparable, measured)}` : '';
  return { verdict, value: shownValue(comparable, measured), detail: `${measured.detail}${warning}` };
};

/**
 * Whether each budget holds. Counts are exact: one round beyond the limit fails. Times and rates fail when the interval
 * of their median lies beyond the limit, and warn when only the median does or when a round never got there. A time of a
 * single round warns as long as it is within a tenth of the limit. What cannot be measured is `invalid` and never a pass.
 */
export const judgeBudgets = (
  rounds: readonly RoundResult[],
  budgets: readonly Expression[],
  contestants: readonly string[],
  options: BudgetOptions = {},
): readonly BudgetResult[] =>
  budgets.map(({ parsed, ...placed }) => {
    const parts = (parsed.forEach ? contestants : [null]).map((contestant) =>
      judgePart(parsed, rounds, contestant, options),
    );
    const worst = parts.toSorted((a, b) => severity.indexOf(a.verdict) - severity.indexOf(b.verdict))[0];
    return {
      ...placed,
      verdict: worst?.verdict ?? 'invalid',
      value: worst?.value ?? null,
      detail: parts.map(({ detail }) => detail).join('; ') || 'no contestant was run',
    };
  });
