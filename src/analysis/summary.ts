import { addOutcomes } from '../audit/totals.ts';
import { type PhaseName, phaseNames } from '../result/figures.ts';
import type { RoundResult } from '../result/round.ts';
import type { ContestantSummary, Estimate, RunResult } from '../result/run.ts';
import { type ComparisonSources, compareContestants } from './comparisons.ts';
import { countingRounds } from './counting-rounds.ts';
import { metricDefinitions, metricValue } from './metrics.ts';
import { roundMs } from './percentiles.ts';
import { bootstrapMedian } from './statistics.ts';

const finite = (value: number): number | null => (Number.isFinite(value) ? roundMs(value) : null);

/** Median over rounds; "never" takes part as infinite and shows as null, a figure without support takes no part. */
const estimate = (rounds: readonly RoundResult[], metric: string, phase: PhaseName): Estimate => {
  const values = rounds.map((round) => {
    const value = metricValue(round, metric, phase);
    if (value === 'never') return Number.POSITIVE_INFINITY;
    return typeof value === 'number' ? value : null;
  });
  const known = values.filter((value) => value !== null);
  const { median, low, high } = bootstrapMedian(known, `${metric} ${phase}`);
  return {
    median: finite(median),
    low: finite(low),
    high: finite(high),
    values: values.map((value) => (value === null ? null : finite(value))),
  };
};

const summaryOf = (rounds: readonly RoundResult[], style: string): ContestantSummary => {
  const figures: Record<string, Estimate> = {};
  for (const { name, byPhase } of metricDefinitions.values()) {
    for (const phase of byPhase ? phaseNames : (['all'] as const)) {
      const present = rounds.filter((round) => round.phases[phase].windows.length > 0);
      if (present.length > 0) figures[`${name} ${phase}`] = estimate(present, name, phase);
    }
  }
  return { style, figures, outcomes: addOutcomes(rounds.map(({ outcomes }) => outcomes)) };
};

/** Medians with intervals per contestant, keyed `metric phase`, and the comparisons; from valid rounds only. */
export const summarise = (
  rounds: readonly RoundResult[],
  contestants: readonly { readonly name: string; readonly style: string }[],
  sources: ComparisonSources = {},
): RunResult['summary'] => ({
  contestants: Object.fromEntries(
    contestants.map(({ name, style }) => [name, summaryOf(countingRounds(rounds, name), style)]),
  ),
  comparisons: compareContestants(rounds, sources),
});
