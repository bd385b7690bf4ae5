import { compareContestants, comparedMetrics } from '../analysis/comparisons.ts';
import { type NoiseFigure, noiseFloor } from '../analysis/noise.ts';
import type { RoundResult } from '../result/round.ts';
import type { Comparison } from '../result/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { median } from '../shared/median.ts';
import { type BudgetMargin, budgetMargins } from './budget-margins.ts';
import { pairsOf } from './pairs.ts';

/** Fewer pairs say nothing about noise. */
export const leastPairs = 3;

export interface Calibration {
  readonly contestant: string;
  /** Valid pairs of like rounds, of those that were run. */
  readonly pairs: number;
  readonly noise: readonly NoiseFigure[];
  /** Metrics in which a contestant differed from itself, after correction: expected in one calibration of twenty. */
  readonly falseAlarms: readonly string[];
  readonly budgets: readonly BudgetMargin[];
}

/** What the rounds of one contestant against itself say; `rounds` of the scenario are what a later run will have. */
export const calibrationOf = (
  rounds: readonly RoundResult[],
  scenario: Scenario,
  contestant: string,
): Calibration => {
  const pairs = pairsOf(rounds, contestant, `${contestant}-again`);
  return {
    contestant,
    pairs: pairs.length,
    noise: noiseFloor(pairs, { rounds: scenario.rounds, tests: comparedMetrics.length }),
    falseAlarms: compareContestants(rounds)
      .filter(({ verdict }) => verdict !== 'no difference shown')
      .map(({ metric }) => metric),
    budgets: budgetMargins(scenario, pairs, contestant),
  };
};

/**
 * Half of the median completed latency: a machine that cannot see this cannot compare anything. Between 10 ms and 200 ms,
 * which no time-out of a style mistakes for a failure.
 */
export const controlDelayMs = (rounds: readonly RoundResult[]): number => {
  const medians = rounds.flatMap(({ phases }) => phases.all.completed.p50 ?? []);
  const middle = median(medians);
  return Number.isFinite(middle) ? Math.min(200, Math.max(10, Math.round(middle / 2))) : 10;
};

/** The positive control: whether a difference that is there was found. */
export interface Control {
  /** Whose work was made longer. */
  readonly service: string;
  readonly addedMs: number;
  readonly found: boolean;
  readonly comparison: Comparison | null;
}

export const controlOf = (
  rounds: readonly RoundResult[],
  { addedMs, service }: Pick<Control, 'addedMs' | 'service'>,
): Control => {
  const comparison = compareContestants(rounds).find(({ metric }) => metric === 'completed.p50 all') ?? null;
  return { service, addedMs, comparison, found: comparison?.verdict === 'slower' };
};
