import type { PhaseName } from '../result/figures.ts';
import type { RoundResult } from '../result/round.ts';
import type { Comparison, PairedFigure } from '../result/run.ts';
import { keysOf } from '../shared/names.ts';
import { countingRounds } from './counting-rounds.ts';
import { metricDefinitions, metricValue } from './metrics.ts';
import { compareRounds, holm, type PairedComparison, type Prior } from './statistics.ts';

/**
 * The figures that contestants are compared on, with their weight in Holm's correction. Few, because every further test
 * makes each one blunter; the heaviest is the one that a round measures best (docs/decisions/statistics.md).
 */
const weights = {
  'completed.p50': 4,
  'completed.p95': 2,
  'accepted.p50': 1,
  'accepted.p95': 1,
  'rate.completed': 1,
  'rate.accepted': 1,
} as const;
export const comparedMetrics = keysOf(weights);

/** Phases in which they are compared; `during` only where there was a fault. */
const comparedPhases: readonly PhaseName[] = ['all', 'during'];

/** Error of all figures of one pair of contestants together: of rounds one after the other, and of contestants that were up together. */
const errors = { rounds: 0.05, together: 0.01 } as const;
/** Differences below 2% get no verdict, however sure they are: no reader should act on them. */
export const smallestRatio = 1.02;

/** Standard deviation of the log-ratio of a metric between like rounds, where it is known. */
export type Priors = Readonly<Record<string, Prior>>;

/** What a comparison may use beside the rounds. */
export interface ComparisonSources {
  /** Of contestants that were up at the same time: how their requests differ in pairs. */
  readonly paired?: readonly PairedFigure[];
  readonly priors?: Priors;
}

/** One figure of two contestants, before correction. */
export interface ComparedFigure
  extends Pick<PairedComparison, 'ratio' | 'low' | 'high' | 'pValue' | 'direction'> {
  /** Metric and phase. */
  readonly metric: string;
  /** More is better. */
  readonly rate: boolean;
  readonly weight: number;
  /** Values of both sides; tests with equal values are one and the same test. */
  readonly fingerprint: string;
}

/** A figure for a test: Infinity for "never", null where there is none. */
export const comparedValue = (round: RoundResult, metric: string, phase: PhaseName): number | null => {
  if (round.phases[phase].windows.length === 0) return null;
  const value = metricValue(round, metric, phase);
  if (value === 'never') return Number.POSITIVE_INFINITY;
  return typeof value === 'number' ? value : null;
};

/** Calls `compare` for every figure that contestants are compared on, with its weight in the correction. */
export const forEachFigure = <T>(
  compare: (figure: {
    name: string;
    phase: PhaseName;
    metric: string;
    rate: boolean;
    weight: number;
  }) => readonly T[],
): readonly T[] =>
  comparedPhases.flatMap((phase) =>
    comparedMetrics.flatMap((name) =>
      compare({
        name,
        phase,
        metric: `${name} ${phase}`,
        weight: weights[name],
        rate: metricDefinitions.get(name)?.better === 'higher',
      }),
    ),
  );

type Sides = readonly [a: number | null, b: number | null];

/** A paired figure as values of both sides, of which only the ratio means something; Infinity for "never". */
const sidesOf = ({ logRatio, never }: PairedFigure): Sides => {
  if (never === 'a') return [Number.POSITIVE_INFINITY, 1];
  if (never === 'b') return [1, Number.POSITIVE_INFINITY];
  return logRatio === null ? [null, null] : [1, Math.exp(logRatio)];
};

/** What both sides of a figure were in each round of two contestants: by their requests in pairs where there is such a figure. */
const valuesOf = (
  pairs: readonly (readonly [RoundResult, RoundResult])[],
  paired: readonly PairedFigure[],
  { name, phase, metric }: { readonly name: string; readonly phase: PhaseName; readonly metric: string },
): readonly Sides[] => {
  const own = paired.filter((figure) => figure.metric === metric);
  return pairs.map(([first, second]): Sides => {
    for (const figure of own) {
      if (figure.round !== first.round) continue;
      const [one, other] = sidesOf(figure);
      if (figure.a === first.contestant && figure.b === second.contestant) return [one, other];
      if (figure.b === first.contestant && figure.a === second.contestant) return [other, one];
    }
    return [comparedValue(first, name, phase), comparedValue(second, name, phase)];
  });
};

const testsOf = (
  pairs: readonly (readonly [RoundResult, RoundResult])[],
  paired: readonly PairedFigure[],
  priors: Priors,
): readonly ComparedFigure[] =>
  forEachFigure(({ name, phase, metric, rate, weight }) => {
    const values = valuesOf(pairs, paired, { name, phase, metric });
    const a = values.map(([first]) => first);
    const b = values.map(([, second]) => second);
    const compared = compareRounds(a, b, priors[metric] ?? null);
    if (compared.pairs === 0) return [];
    return [{ ...compared, metric, rate, weight, fingerprint: [rate, ...a, ...b].join(' ') }];
  });

/** A style that answers when done has each latency twice, as accepted and as completed; it is tested once. */
const adjustedP = (tests: readonly ComparedFigure[]): ReadonlyMap<string, number> => {
  const distinct = new Map<string, { readonly pValue: number; readonly weight: number }>();
  for (const { fingerprint, pValue, weight } of tests) {
    if (pValue !== null && !distinct.has(fingerprint)) distinct.set(fingerprint, { pValue, weight });
  }
  const all = [...distinct.values()];
  const adjusted = holm(
    all.map(({ pValue }) => pValue),
    all.map(({ weight }) => weight),
  );
  return new Map([...distinct.keys()].map((key, index) => [key, adjusted[index]!]));
};

const verdictOf = (
  test: ComparedFigure,
  adjusted: number | undefined,
  error: number,
): Comparison['verdict'] => {
  const isSmall = test.ratio !== null && Math.abs(Math.log(test.ratio)) < Math.log(smallestRatio);
  if (adjusted === undefined || adjusted >= error || isSmall || test.direction === 0)
    return 'no difference shown';
  return test.direction > 0 === test.rate ? 'faster' : 'slower';
};

/** Holm's correction over all the figures of one pair, and what is left of each. */
export const judgeFigures = (
  figures: readonly ComparedFigure[],
  error: number = errors.rounds,
): readonly (ComparedFigure & Pick<Comparison, 'verdict'>)[] => {
  const adjusted = adjustedP(figures);
  return figures.map((figure) => ({
    ...figure,
    verdict: verdictOf(figure, adjusted.get(figure.fingerprint), error),
  }));
};

const compareTwo = (
  rounds: readonly RoundResult[],
  a: string,
  b: string,
  { paired = [], priors = {} }: ComparisonSources,
): Comparison[] => {
  const others = new Map(countingRounds(rounds, b).map((round) => [round.round, round]));
  const pairs = countingRounds(rounds, a).flatMap((first) => {
    const second = others.get(first.round);
    return second === undefined ? [] : [[first, second] as const];
  });
  const isTogether = paired.some((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a));
  const error = isTogether ? errors.together : errors.rounds;
  return judgeFigures(testsOf(pairs, paired, priors), error).map(({ metric, ratio, low, high, verdict }) => ({
    metric,
    a,
    b,
    ratio,
    low,
    high,
    verdict,
  }));
};

/**
 * Every pair of contestants on the main latencies and rates, from paired valid rounds. Holm's correction covers all the
 * tests of one pair. The interval is the plain 95% one: it may exclude 1 where the corrected verdict shows nothing.
 */
export const compareContestants = (
  rounds: readonly RoundResult[],
  sources: ComparisonSources = {},
): readonly Comparison[] => {
  const names = [...new Set(rounds.map((round) => round.contestant))];
  return names.flatMap((a, index) =>
    names.slice(index + 1).flatMap((b) => compareTwo(rounds, a, b, sources)),
  );
};
