import { countingRounds } from '../analysis/counting-rounds.ts';
import { metricNamed } from '../analysis/metrics.ts';
import { bootstrapMedian, type Interval } from '../analysis/statistics.ts';
import type { RoundResult } from '../result/round.ts';
import type { Comparable, Unit } from '../scenario/language/expression.ts';
import { isConstant, showNode, showValue } from '../scenario/language/show.ts';
import { hasBaseline, metricsOf, type Node } from '../scenario/language/syntax.ts';
import type { ComparisonOperator } from '../scenario/language/tokens.ts';
import { median } from '../shared/median.ts';
import { evaluate, type Undecided } from './evaluate.ts';

/** How far the rounds lie on either side of a limit. */
export interface Distance {
  /** How far a round is on the wrong side: above 0 is wrong, 0 is the limit itself. */
  readonly excess: readonly number[];
  /** Median of the excess over rounds with its interval. */
  readonly interval: Interval;
  /** What one round alone may be off by, since it has no interval: a tenth of the larger side; 0 with more rounds. */
  readonly slack: number;
}

/** Both sides of a comparison in every round in which all of its contestants took part. */
export interface Measurement extends Distance {
  /** The measured side; the left one when both are measured. */
  readonly values: readonly number[];
  readonly median: number;
  /**
   * The same with every latency shortened by the send lag's p99 of its round. Latency counts from the due time, so it holds
   * what the generator was late; a verdict that this could turn is open.
   */
  readonly withoutLag: Distance;
  readonly detail: string;
}

/** Why a verdict that the send lag could turn is open. */
export const lateGenerator =
  'open, because the generator was late by more than the margin (send lag p99); repeat on a quieter machine';

type RoundsOf = ReadonlyMap<string, ReadonlyMap<number, RoundResult>>;

const roundsOf = (rounds: readonly RoundResult[], contestants: readonly string[]): RoundsOf =>
  new Map(
    contestants.map((name) => [
      name,
      new Map(countingRounds(rounds, name).map((round) => [round.round, round])),
    ]),
  );

/** Numbers of the rounds that every contestant has. */
const pairedRounds = (byContestant: RoundsOf): readonly number[] | Undecided => {
  const [first, ...others] = [...byContestant.values()];
  for (const [name, rounds] of byContestant)
    if (rounds.size === 0) return { error: `no valid round of ${name}` };
  const numbers = [...(first?.keys() ?? [])].filter((number) => others.every((rounds) => rounds.has(number)));
  return numbers.length > 0
    ? numbers
    : { error: `no round is valid for all of ${[...byContestant.keys()].join(', ')}` };
};

const excessOf = (operator: ComparisonOperator, left: number, right: number): number => {
  if (left === right) return 0;
  if (operator === '==' || operator === '!=') return Math.abs(left - right);
  return operator.startsWith('>') ? right - left : left - right;
};

const aloneMayBeOffBy = 0.1;

/** Whether a time goes into it: rates and counts of one round hardly depend on how busy the machine was. */
export const isTimed = ({ left, right }: Pick<Comparable, 'left' | 'right'>): boolean =>
  [...metricsOf(left), ...metricsOf(right)].some(({ metric }) => metricNamed(metric)?.unit === 'ms');

const slackOf = (comparable: Comparable, { left, right }: Sides): number => {
  const [one, other] = [left[0]!, right[0]!];
  // Never is never, however long one looks; and two equal figures without a time are counts, which have no noise.
  if (left.length > 1 || !Number.isFinite(one) || !Number.isFinite(other)) return 0;
  if (one === other && !isTimed(comparable)) return 0;
  return aloneMayBeOffBy * Math.max(Math.abs(one), Math.abs(other));
};

/** Whether an excess breaks the comparison. */
export const isBroken = (operator: ComparisonOperator, excess: number): boolean => {
  if (operator === '==') return excess !== 0;
  if (operator === '!=') return excess === 0;
  return operator.endsWith('=') ? excess > 0 : excess >= 0;
};

const showSide = (
  node: Node,
  values: readonly number[],
  unit: Unit,
  exact: boolean,
  contestant: string | null,
): string => {
  const name = showNode(node, contestant);
  const distinct = [...new Set(values)];
  if (exact) {
    return `${name} = ${(distinct.length === 1 ? distinct : values).map((value) => showValue(value, unit)).join(', ')}`;
  }
  const { median: middle, low, high } = bootstrapMedian(values, name);
  const shown = `${name} = ${showValue(middle, unit)}`;
  return low === high ? shown : `${shown} [${showValue(low, unit)}, ${showValue(high, unit)}]`;
};

const detailOf = (
  { left, right, unit, exact }: Comparable,
  lefts: readonly number[],
  rights: readonly number[],
  contestant: string | null,
): string => {
  const sides = [
    ...(isConstant(left) ? [] : [showSide(left, lefts, unit, exact, contestant)]),
    ...(isConstant(right) ? [] : [showSide(right, rights, unit, exact, contestant)]),
  ];
  return `${sides.join(', ')}${lefts.length === 1 ? ' (one round)' : ''}`;
};

/** The side that does not name the baseline, as the baseline run measured it: the median over its rounds. */
const baselineOf = (
  { left, right, contestants }: Comparable,
  baseline: readonly RoundResult[],
  contestant: string | null,
  withoutLag: boolean,
): number | Undecided => {
  const measured = hasBaseline(left) ? right : left;
  const names = [...new Set([...contestants, ...(contestant === null ? [] : [contestant])])];
  const byContestant = roundsOf(baseline, names);
  const numbers = pairedRounds(byContestant);
  if ('error' in numbers) return { error: `baseline: ${numbers.error}` };
  const values: number[] = [];
  for (const number of numbers) {
    const roundOf = (name: string): RoundResult | null => byContestant.get(name)?.get(number) ?? null;
    const value = evaluate(measured, { roundOf, contestant, baseline: null, withoutLag });
    if (typeof value !== 'number') return { error: `baseline: ${value.error}` };
    values.push(value);
  }
  return median(values);
};

interface Sides {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** Both sides round by round, as measured or without the lag of the generator. */
const sidesOf = (
  comparable: Comparable,
  byContestant: RoundsOf,
  contestant: string | null,
  baseline: readonly RoundResult[] | null,
  withoutLag: boolean,
): Sides | Undecided => {
  const numbers = pairedRounds(byContestant);
  if ('error' in numbers) return numbers;
  const reference =
    comparable.usesBaseline && baseline !== null
      ? baselineOf(comparable, baseline, contestant, withoutLag)
      : null;
  if (typeof reference === 'object' && reference !== null) return reference;
  const [left, right]: [number[], number[]] = [[], []];
  for (const number of numbers) {
    const roundOf = (name: string): RoundResult | null => byContestant.get(name)?.get(number) ?? null;
    const scope = { roundOf, contestant, baseline: reference, withoutLag };
    const [one, other] = [evaluate(comparable.left, scope), evaluate(comparable.right, scope)];
    if (typeof one !== 'number') return one;
    if (typeof other !== 'number') return other;
    left.push(one);
    right.push(other);
  }
  return { left, right };
};

const distanceOf = (comparable: Comparable, sides: Sides, contestant: string | null): Distance => {
  const { operator, left: leftNode } = comparable;
  const { left, right } = sides;
  const excess = left.map((one, index) => excessOf(operator, one, right[index]!));
  return {
    excess,
    interval: bootstrapMedian(excess, showNode(leftNode, contestant)),
    slack: slackOf(comparable, sides),
  };
};

/**
 * Evaluates a comparison in every paired round. `contestant` is whom its metrics without contestant mean; `baseline`
 * holds the rounds of an earlier run.
 */
export const measure = (
  comparable: Comparable,
  rounds: readonly RoundResult[],
  contestant: string | null,
  baseline: readonly RoundResult[] | null = null,
): Measurement | Undecided => {
  const names = [...new Set([...comparable.contestants, ...(contestant === null ? [] : [contestant])])];
  const byContestant = roundsOf(rounds, names);
  const sides = sidesOf(comparable, byContestant, contestant, baseline, false);
  if ('error' in sides) return sides;
  const onTime = sidesOf(comparable, byContestant, contestant, baseline, true);
  if ('error' in onTime) return onTime;
  const values = isConstant(comparable.left) || hasBaseline(comparable.left) ? sides.right : sides.left;
  return {
    ...distanceOf(comparable, sides, contestant),
    values,
    median: median(values),
    withoutLag: distanceOf(comparable, onTime, contestant),
    detail: detailOf(comparable, sides.left, sides.right, contestant),
  };
};
