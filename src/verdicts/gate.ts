import { countingRounds } from '../analysis/counting-rounds.ts';
import { metricDefinitions, metricValue } from '../analysis/metrics.ts';
import type { GateFigure, GateResult } from '../result/gate.ts';
import type { RoundResult } from '../result/round.ts';
import type { PairedFigure, RunResult } from '../result/run.ts';
import { mean } from '../shared/mean.ts';
import { median } from '../shared/median.ts';
import { criticalT, twoSidedP } from '../shared/students-t.ts';
import { type Look, type RoundLook, shareOfLook } from './looks.ts';

/** By how much a figure may be worse before a gate calls it so. */
export interface Margins {
  /** Shares, 0.03 for 3%. */
  readonly median: number;
  readonly p95: number;
  readonly rate: number;
  /** A median latency that changed by less is not worse whatever its share, ms; for a p95 three times as much. */
  readonly resolutionMs: number;
}

export const usualMargins: Margins = { median: 0.03, p95: 0.05, rate: 0.03, resolutionMs: 1 };

/** Chance that a gate calls anything worse that is not, and likewise that it calls anything not worse that is worse by its margin. */
export const gateError = 0.01;

/** Fewer pairs say nothing of how they vary. */
const leastPairs = 3;

type JudgedRun = Pick<RunResult, 'rounds' | 'paired'>;

interface Kind {
  readonly metric: string;
  /** In the division of the error among the figures; the best measured gets most. */
  readonly weight: number;
  readonly margin: 'median' | 'p95' | 'rate';
}

const kinds: readonly Kind[] = [
  { metric: 'completed.p50', weight: 4, margin: 'median' },
  { metric: 'completed.p95', weight: 2, margin: 'p95' },
  { metric: 'accepted.p50', weight: 1, margin: 'median' },
  { metric: 'accepted.p95', weight: 2, margin: 'p95' },
  { metric: 'rate.completed', weight: 1, margin: 'rate' },
  { metric: 'rate.accepted', weight: 1, margin: 'rate' },
];

const countMetrics = ['failed', 'lost'] as const;
const weightOfCounts = 1;

type Pair = readonly [base: RoundResult, head: RoundResult];

const pairsOf = (rounds: readonly RoundResult[], base: string, head: string): readonly Pair[] => {
  const heads = new Map(countingRounds(rounds, head).map((round) => [round.round, round]));
  return countingRounds(rounds, base).flatMap((one) => {
    const other = heads.get(one.round);
    return other === undefined ? [] : [[one, other] as const];
  });
};

const never = Number.POSITIVE_INFINITY;

const plainValue = (round: RoundResult, metric: string): number | null => {
  const value = metricValue(round, metric, 'all');
  return value === 'never' ? never : typeof value === 'number' ? value : null;
};

/** Log of head over base from the requests of a round in pairs; undefined where the run has no such figure. */
const pairedValue = (
  paired: readonly PairedFigure[],
  [base, head]: Pair,
  metric: string,
): number | null | undefined => {
  for (const one of paired) {
    if (one.round !== base.round || one.metric !== `${metric} all`) continue;
    const isTurned = one.a === head.contestant && one.b === base.contestant;
    if (!isTurned && !(one.a === base.contestant && one.b === head.contestant)) continue;
    const log = one.never === undefined ? one.logRatio : one.never === 'b' ? never : -never;
    return log === null ? null : isTurned ? -log : log;
  }
  return undefined;
};

/** How much worse the head is in each pair, as a logarithm: above 0 is slower, or fewer per second. */
const worseningOf = (result: JudgedRun, pairs: readonly Pair[], metric: string): readonly number[] => {
  const isRate = metricDefinitions.get(metric)?.better === 'higher';
  return pairs.flatMap((pair) => {
    const known = isRate ? undefined : pairedValue(result.paired ?? [], pair, metric);
    if (known === null) return [];
    if (known !== undefined) return [known];
    const [a, b] = pair.map((round) => plainValue(round, metric));
    if (a == null || b == null) return [];
    const log = a === b ? 0 : Math.log(b / a);
    return [isRate ? -log : log];
  });
};

const medianOf = (rounds: readonly RoundResult[], metric: string): number | null => {
  const values = rounds.flatMap((round) => plainValue(round, metric) ?? []);
  const middle = values.length === 0 ? null : median(values);
  return middle === null || !Number.isFinite(middle) ? null : middle;
};

const shareMargin = (margins: Margins, { margin, metric }: Kind, baseMs: number | null): number => {
  const share = margins[margin];
  if (metric.startsWith('rate') || baseMs === null || baseMs <= 0) return share;
  const floorMs = margins.resolutionMs * (margin === 'p95' ? 3 : 1);
  return Math.max(share, floorMs / baseMs);
};

/** One figure of a gate before it is judged. */
interface Asked extends Pick<GateFigure, 'metric' | 'base' | 'head' | 'margin' | 'pairs'> {
  readonly weight: number;
  readonly values: readonly number[];
}

/** A style that answers when done has each latency twice, as accepted and as completed; it is asked once. */
const askedOf = (result: JudgedRun, pairs: readonly Pair[], margins: Margins): readonly Asked[] => {
  const seen = new Set<string>();
  return kinds.flatMap((kind) => {
    const values = worseningOf(result, pairs, kind.metric);
    const key = `${kind.margin} ${values.join(' ')}`;
    if (values.length === 0 || seen.has(key)) return [];
    seen.add(key);
    const base = medianOf(
      pairs.map(([one]) => one),
      kind.metric,
    );
    const head = medianOf(
      pairs.map(([, other]) => other),
      kind.metric,
    );
    const margin = shareMargin(margins, kind, base);
    return [{ metric: kind.metric, base, head, margin, pairs: values.length, weight: kind.weight, values }];
  });
};

const change = (log: number): number => Math.exp(log) - 1;

const verdictOf = (low: number, high: number, margin: number): GateFigure['verdict'] => {
  if (high < margin) return 'not worse';
  return low > 0 ? 'worse' : 'not decided';
};

/**
 * One figure by the t interval of its pairs. Pairs are of whole starts of all processes: what one start decides by chance, and how its slices
 * depend on one another, is all within a pair (Kalibera and Jones 2013).
 * @param alpha chance of error at each end of the interval
 */
const judged = ({ values, weight: _, ...asked }: Asked, alpha: number): GateFigure => {
  const open = { ...asked, change: null, low: null, high: null, smallest: null };
  if (values.some((value) => !Number.isFinite(value))) {
    const everWorse = values.every((value) => value === never);
    const verdict = everWorse && values.length >= leastPairs ? 'worse' : 'not decided';
    return { ...open, verdict };
  }
  const n = values.length;
  if (n < 2) return { ...open, verdict: 'not decided' };
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  const error = Math.sqrt(squares / (n - 1) / n);
  if (n < leastPairs || alpha <= 0) return { ...open, change: change(centre), verdict: 'not decided' };
  const half = error === 0 ? 0 : criticalT(2 * alpha, n - 1) * error;
  const [low, high] = [change(centre - half), change(centre + half)];
  return {
    ...asked,
    change: change(centre),
    low,
    high,
    // What would have been seen with as much noise as there was.
    smallest: change(half + error),
    verdict: verdictOf(low, high, asked.margin),
  };
};

/** Chance of at least `head` of `all` requests where each falls to either build alike (sign test). */
const binomialTail = (head: number, all: number): number => {
  let term = 0.5 ** all;
  let sum = 0;
  for (let count = 0; count <= all; count += 1) {
    if (count >= head) sum += term;
    term *= (all - count) / (count + 1);
  }
  return Math.min(1, sum);
};

/** Beyond this many the sign test is taken from the normal distribution, whose error is far below any level that is asked for. */
const mostExact = 1_000;

const countP = (base: number, head: number): number => {
  const all = base + head;
  if (all <= mostExact) return binomialTail(head, all);
  const z = (head - 0.5 - all / 2) / Math.sqrt(all / 4);
  return twoSidedP(z, 1e9) / 2;
};

/** Counts have no margin: as many as before are not worse, and more are worse where chance alone hardly gives them. */
const judgedCount = (
  pairs: readonly Pair[],
  metric: (typeof countMetrics)[number],
  alpha: number,
): GateFigure => {
  const sum = (side: 0 | 1): number => pairs.reduce((total, pair) => total + pair[side].outcomes[metric], 0);
  const [base, head] = [sum(0), sum(1)];
  const verdict = head <= base ? 'not worse' : countP(base, head) < alpha ? 'worse' : 'not decided';
  const plain = { change: null, low: null, high: null, smallest: null };
  return { metric, base, head, margin: 0, pairs: pairs.length, ...plain, verdict };
};

/** What a gate asks of a run. */
export interface GateAsked {
  readonly base: string;
  readonly head: string;
  /** Of the base, as git knows it. */
  readonly commit: string;
  readonly margins: Margins;
  /** Chance of error of all figures and looks together, at each end. */
  readonly error: number;
}

export interface GateOptions extends Omit<GateAsked, 'commit'> {
  readonly look: Look;
}

/**
 * What of a run with two builds of a contestant is worse, not worse or not decided. The error is divided among the figures by weight and among
 * the looks by time (Bonferroni), so that it holds whatever the figures have to do with one another.
 */
export const judgeGate = (result: JudgedRun, options: GateOptions): readonly GateFigure[] => {
  const { base, head, margins, look, error } = options;
  const pairs = pairsOf(result.rounds, base, head);
  const asked = askedOf(result, pairs, margins);
  const counted = pairs.length === 0 ? [] : countMetrics;
  const weights = asked.reduce((sum, { weight }) => sum + weight, counted.length * weightOfCounts);
  const alphaOf = (weight: number): number => (error * shareOfLook(look) * weight) / weights;
  return [
    ...asked.map((one) => judged(one, alphaOf(one.weight))),
    ...counted.map((metric) => judgedCount(pairs, metric, alphaOf(weightOfCounts))),
  ];
};

/** Figures with those that an earlier look had decided, which stay so; counts go on counting. */
const withDecided = (now: readonly GateFigure[], before: readonly GateFigure[]): readonly GateFigure[] =>
  now.map((figure) => {
    const earlier = before.find(({ metric }) => metric === figure.metric);
    const isCount = countMetrics.some((metric) => metric === figure.metric);
    return isCount || earlier === undefined || earlier.verdict === 'not decided' ? figure : earlier;
  });

const overall = (figures: readonly GateFigure[], pairs: number): GateResult['verdict'] => {
  if (pairs < 2) return 'invalid';
  if (figures.some(({ verdict }) => verdict === 'worse')) return 'worse';
  return figures.every(({ verdict }) => verdict === 'not worse') ? 'not worse' : 'not decided';
};

/** The verdict after all looks so far: what one of them decided stays so. A pure function of the rounds and of when the looks were. */
export const gateAfter = (
  run: JudgedRun,
  { base, head, margins, error }: GateAsked,
  looks: readonly RoundLook[],
): Pick<GateResult, 'verdict' | 'figures'> => {
  let figures: readonly GateFigure[] = [];
  for (const { round: last, ...look } of looks) {
    const seen = {
      ...run,
      rounds: run.rounds.filter(({ round }) => round <= last),
    };
    figures = withDecided(judgeGate(seen, { base, head, margins, look, error }), figures);
  }
  return { figures: [...figures], verdict: overall(figures, pairsOf(run.rounds, base, head).length) };
};
