import { countingRounds, lastAttempts } from '../analysis/counting-rounds.ts';
import { metricValue, phaseFigures } from '../analysis/metrics.ts';
import { addOutcomes } from '../audit/totals.ts';
import type { PhaseName } from '../result/figures.ts';
import type { Outcomes } from '../result/outcomes.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import { median } from '../shared/median.ts';

/** The rounds that a report shows of a contestant. */
export interface ContestantFigures {
  readonly rounds: readonly RoundResult[];
  /** false: no round is valid, so the invalid ones are shown, marked as such, to help find out why. */
  readonly valid: boolean;
}

export const figuresOf = (result: RunResult, contestant: string): ContestantFigures => {
  const valid = countingRounds(result.rounds, contestant);
  if (valid.length > 0) return { rounds: valid, valid: true };
  return {
    rounds: lastAttempts(result.rounds).filter((round) => round.contestant === contestant),
    valid: false,
  };
};

export const contestantNames = (result: RunResult): readonly string[] =>
  result.scenario.contestants.map(({ name }) => name);

/** Whether a fault was injected for any contestant, or should have been. */
export const hasFault = ({ scenario }: RunResult): boolean => scenario.faults.length > 0;

/** Summed over the rounds shown; null where there is no round. */
export const outcomesOf = (result: RunResult, contestant: string): Outcomes | null => {
  const { rounds } = figuresOf(result, contestant);
  return rounds.length === 0 ? null : addOutcomes(rounds.map(({ outcomes }) => outcomes));
};

/** The figure of every round shown that has it; Infinity: never. */
export const valuesOf = (
  result: RunResult,
  contestant: string,
  metric: string,
  phase: PhaseName,
  stage: string | null = null,
): readonly number[] =>
  figuresOf(result, contestant)
    .rounds.filter((round) => (phaseFigures(round, phase, stage)?.windows.length ?? 0) > 0)
    .map((round) => metricValue(round, metric, phase, stage))
    .flatMap((value) =>
      value === 'never' ? [Number.POSITIVE_INFINITY] : typeof value === 'number' ? [value] : [],
    );

/** Median over the rounds shown. `never` takes part as infinite; null: no round has the figure. */
export const medianOf = (
  result: RunResult,
  contestant: string,
  metric: string,
  phase: PhaseName,
  stage: string | null = null,
): number | 'never' | null => {
  const values = valuesOf(result, contestant, metric, phase, stage);
  if (values.length === 0) return null;
  const middle = median(values);
  return middle === Number.POSITIVE_INFINITY ? 'never' : middle;
};

/** Whether there were requests of it in the phase: then a figure that is missing lacks only more of them. */
export const hasRequests = (
  result: RunResult,
  contestant: string,
  phase: PhaseName,
  stage: string | null = null,
): boolean =>
  figuresOf(result, contestant).rounds.some((round) => {
    const figures = phaseFigures(round, phase, stage);
    return figures !== undefined && figures.windows.length > 0 && figures.outcomes.sent > 0;
  });

/**
 * The rounds that charts over time draw, one per contestant: of the same number, so that all had the same arrivals; the
 * first that every contestant has a valid one of, else each one's first.
 */
export const drawnRounds = (result: RunResult): readonly RoundResult[] => {
  const own = contestantNames(result).map((name) => figuresOf(result, name).rounds);
  const [first = [], ...others] = own;
  const common = first.find(({ round }) =>
    others.every((rounds) => rounds.some((other) => other.round === round)),
  )?.round;
  return own.flatMap((rounds) => rounds.find(({ round }) => round === common) ?? rounds[0] ?? []);
};
