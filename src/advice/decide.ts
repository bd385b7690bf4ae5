import { type ComparedFigure, judgeFigures } from '../analysis/comparisons.ts';
import { countingRounds, lastAttempts } from '../analysis/counting-rounds.ts';
import { metricValue } from '../analysis/metrics.ts';
import { compareRounds } from '../analysis/statistics.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import type { Answers } from './answers.ts';
import { type JudgedStyle, judgeStyles } from './judge-styles.ts';

/** What styles that fit are chosen by: how soon users know, and what a workflow costs. */
export const preferences = {
  told: { metric: 'resolution.p50', stage: 'usual', better: 'tells the user sooner' },
  cpu: { metric: 'cpuPerWorkflow', stage: null, better: 'takes less CPU' },
} as const;
export type PreferenceName = keyof typeof preferences;

/** How one style that fits lies to another, on one figure. */
export interface Difference {
  readonly preference: PreferenceName;
  readonly a: string;
  readonly b: string;
  /** b/a with its 95% interval; null where a figure is missing. */
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** The style that is better, by a difference that was decided; null where none was. */
  readonly better: string | null;
}

/**
 * `one`: only it fits, or it is better than each of the others that fit. `either`: several fit and none is better than another in all.
 * `open`: none is known to fit, and some may. `none`: all are out. `unsound`: too little was measured validly.
 */
export type Decision =
  | { readonly kind: 'one'; readonly style: string; readonly others: readonly string[] }
  | { readonly kind: 'either'; readonly styles: readonly string[] }
  | { readonly kind: 'open'; readonly styles: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unsound'; readonly reasons: readonly string[] };

export interface Judgement {
  readonly decision: Decision;
  readonly styles: readonly JudgedStyle[];
  readonly differences: readonly Difference[];
}

const preferred = (round: RoundResult, name: PreferenceName): number | null => {
  const { metric, stage } = preferences[name];
  const value = metricValue(round, metric, stage === null ? 'all' : 'during', stage);
  if (value === 'never') return Number.POSITIVE_INFINITY;
  return typeof value === 'number' ? value : null;
};

const names: readonly PreferenceName[] = ['told', 'cpu'];

/** Two styles on every preference, corrected for the number of tests. */
const compareTwo = (rounds: readonly RoundResult[], a: string, b: string): readonly Difference[] => {
  const others = new Map(countingRounds(rounds, b).map((round) => [round.round, round]));
  const pairs = countingRounds(rounds, a).flatMap((first) => {
    const second = others.get(first.round);
    return second === undefined ? [] : [[first, second] as const];
  });
  const figures = names.map((metric): ComparedFigure & { readonly metric: PreferenceName } => {
    const values = pairs.map(
      ([first, second]) => [preferred(first, metric), preferred(second, metric)] as const,
    );
    const compared = compareRounds(
      values.map(([first]) => first),
      values.map(([, second]) => second),
    );
    return {
      ...compared,
      metric,
      rate: false,
      weight: 1,
      fingerprint: `${metric} ${JSON.stringify(values)}`,
    };
  });
  return judgeFigures(figures).map(({ ratio, low, high, verdict }, index) => ({
    preference: names[index] ?? 'told',
    a,
    b,
    ratio,
    low,
    high,
    better: verdict === 'faster' ? b : verdict === 'slower' ? a : null,
  }));
};

/** Whether a style is better than another on something and worse on nothing. */
const beats = (differences: readonly Difference[], style: string, other: string): boolean => {
  const own = differences.filter(({ a, b }) => [a, b].includes(style) && [a, b].includes(other));
  return own.some(({ better }) => better === style) && own.every(({ better }) => better !== other);
};

/** Rounds that stayed invalid, in words. */
const spoilt = ({ rounds }: RunResult): readonly string[] =>
  lastAttempts(rounds)
    .filter(({ valid }) => !valid)
    .flatMap(({ contestant, round, invalidReasons }) =>
      invalidReasons.map((reason) => `Round ${round} of ${contestant} is invalid: ${reason}`),
    );

/** Without a valid round of each, and two where two were meant, nothing is said of any. */
const unsoundness = (result: RunResult): readonly string[] => {
  const least = Math.min(2, result.scenario.rounds);
  const short = result.scenario.contestants.filter(
    ({ name }) => countingRounds(result.rounds, name).length < least,
  );
  if (short.length === 0) return [];
  const what = short.map(({ name }) => {
    const valid = countingRounds(result.rounds, name).length;
    return `${valid} of ${result.scenario.rounds} rounds of ${name} ${valid === 1 ? 'is' : 'are'} whole and valid.`;
  });
  return [...what, ...spoilt(result)];
};

const choose = (styles: readonly JudgedStyle[], differences: readonly Difference[]): Decision => {
  const of = (standing: JudgedStyle['standing']): readonly string[] =>
    styles.filter((style) => style.standing === standing).map(({ name }) => name);
  const [fitting, open] = [of('fits'), of('open')];
  if (fitting.length === 0) return open.length > 0 ? { kind: 'open', styles: open } : { kind: 'none' };
  const best = fitting.filter((style) => !fitting.some((other) => beats(differences, other, style)));
  const [only, ...more] = best;
  return only !== undefined && more.length === 0
    ? { kind: 'one', style: only, others: fitting.filter((style) => style !== only) }
    : { kind: 'either', styles: best };
};

/** What follows from answers and a run: a pure function of both. */
export const judgeRun = (answers: Answers, result: RunResult): Judgement => {
  const styles = judgeStyles(answers, result);
  const fitting = styles.filter(({ standing }) => standing === 'fits').map(({ name }) => name);
  const differences = fitting.flatMap((a, index) =>
    fitting.slice(index + 1).flatMap((b) => compareTwo(result.rounds, a, b)),
  );
  const reasons = unsoundness(result);
  return {
    styles,
    differences,
    decision: reasons.length > 0 ? { kind: 'unsound', reasons } : choose(styles, differences),
  };
};

/** Whether two decisions advise the same. */
export const sameAdvice = (one: Decision, other: Decision): boolean => advised(one) === advised(other);

/** A decision in a few words: `events`, `http or hybrid`, `nothing fits`. */
export const advised = (decision: Decision): string => {
  switch (decision.kind) {
    case 'one':
      return decision.style;
    case 'either':
      return decision.styles.join(' or ');
    case 'open':
      return `perhaps ${decision.styles.join(' or ')}`;
    case 'none':
      return 'nothing fits';
    case 'unsound':
      return 'not measured';
  }
};
