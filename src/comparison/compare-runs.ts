import { comparedValue, forEachFigure, judgeFigures } from '../analysis/comparisons.ts';
import { countingRounds } from '../analysis/counting-rounds.ts';
import type { RoundResult } from '../result/round.ts';
import type { Comparison, RunResult } from '../result/run.ts';
import { median } from '../shared/median.ts';
import { welch } from './welch.ts';

export type Median = number | 'never' | null;

/** One figure of a contestant that took part in both runs. A median is null without support. */
export interface RunComparison extends Pick<Comparison, 'metric' | 'ratio' | 'low' | 'high' | 'verdict'> {
  readonly contestant: string;
  readonly medianA: Median;
  readonly medianB: Median;
  readonly rate: boolean;
}

const valuesOf = (
  rounds: readonly RoundResult[],
  ...[name, phase]: [string, Parameters<typeof comparedValue>[2]]
): number[] => rounds.map((round) => comparedValue(round, name, phase)).filter((value) => value !== null);

const medianOf = (values: readonly number[]): Median => {
  if (values.length === 0) return null;
  const middle = median(values);
  return Number.isFinite(middle) ? middle : 'never';
};

const compareContestant = (a: RunResult, b: RunResult, contestant: string): readonly RunComparison[] => {
  const [before, after] = [countingRounds(a.rounds, contestant), countingRounds(b.rounds, contestant)];
  const medians = new Map<string, Pick<RunComparison, 'medianA' | 'medianB'>>();
  const figures = forEachFigure(({ name, phase, metric, rate, weight }) => {
    const [ofA, ofB] = [valuesOf(before, name, phase), valuesOf(after, name, phase)];
    if (ofA.length === 0 && ofB.length === 0) return [];
    medians.set(metric, { medianA: medianOf(ofA), medianB: medianOf(ofB) });
    return [{ ...welch(ofA, ofB), metric, rate, weight, fingerprint: [rate, ...ofA, '|', ...ofB].join(' ') }];
  });
  return judgeFigures(figures).map(({ metric, rate, ratio, low, high, verdict }) => ({
    contestant,
    metric,
    rate,
    ratio,
    low,
    high,
    verdict,
    ...medians.get(metric)!,
  }));
};

/** Names of the contestants that both runs have, in the order of the first. */
export const sharedContestants = (a: RunResult, b: RunResult): readonly string[] => {
  const others = new Set(b.scenario.contestants.map(({ name }) => name));
  return a.scenario.contestants.map(({ name }) => name).filter((name) => others.has(name));
};

/**
 * Run B seen from run A, for every contestant of both. Holm's correction covers all the figures of one contestant. Rounds
 * of separate runs are not paired: what the machine did that day is in the difference and cannot be taken out.
 */
export const compareRuns = (a: RunResult, b: RunResult): readonly RunComparison[] =>
  sharedContestants(a, b).flatMap((contestant) => compareContestant(a, b, contestant));
