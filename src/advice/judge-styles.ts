import { countingRounds } from '../analysis/counting-rounds.ts';
import { metricValue } from '../analysis/metrics.ts';
import { bootstrapMedian, type Interval } from '../analysis/statistics.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import { parseExpression } from '../scenario/language/expression.ts';
import { judgeBudgets } from '../verdicts/budgets.ts';
import { measure } from '../verdicts/measurement.ts';
import type { Answers } from './answers.ts';
import { type Requirement, requirementsOf } from './requirements.ts';

/** One requirement held against one style. */
export interface Check {
  readonly requirement: Requirement;
  /** As budgets are judged: `warn` and `invalid` are open. */
  readonly verdict: 'pass' | 'warn' | 'fail' | 'invalid';
  /** What was measured, a value a round; Infinity never came. None where it could not be measured. */
  readonly values: readonly number[];
  /** Median over the rounds. */
  readonly interval: Interval;
  /** Requests that it looked at, a number a round. */
  readonly sent: readonly number[];
  /** Why it is open, in the words of the judge. */
  readonly detail: string;
}

/** `fits`: all requirements hold. `open`: none is broken, and some could not be decided. `out`: one is broken. */
export type Standing = 'fits' | 'open' | 'out';

/** A style with all that was asked of it. */
export interface JudgedStyle {
  readonly name: string;
  readonly standing: Standing;
  readonly checks: readonly Check[];
}

const sentIn = (round: RoundResult, { part }: Requirement): number => {
  const sent = metricValue(round, 'sent', part === null ? 'all' : 'during', part);
  return typeof sent === 'number' ? sent : 0;
};

const checkOf = (requirement: Requirement, rounds: readonly RoundResult[], contestant: string): Check => {
  const parsed = parseExpression(requirement.budget);
  const measured = measure(parsed, rounds, contestant);
  const values = 'error' in measured ? [] : measured.values;
  const [judged] = judgeBudgets(
    rounds,
    [{ text: requirement.budget, parsed, line: 1, column: 1 }],
    [contestant],
  );
  return {
    requirement,
    verdict: judged?.verdict ?? 'invalid',
    values,
    interval: bootstrapMedian(values, requirement.budget),
    sent: countingRounds(rounds, contestant).map((round) => sentIn(round, requirement)),
    detail: judged?.detail ?? '',
  };
};

const standingOf = (checks: readonly Check[]): Standing => {
  if (checks.some(({ verdict }) => verdict === 'fail')) return 'out';
  return checks.every(({ verdict }) => verdict === 'pass') ? 'fits' : 'open';
};

/** Every style of a run, judged by the answers alone: the run may have been made for others. */
export const judgeStyles = (answers: Answers, { rounds, scenario }: RunResult): readonly JudgedStyle[] =>
  scenario.contestants.map(({ name }) => {
    const checks = requirementsOf(answers).map((requirement) => checkOf(requirement, rounds, name));
    return { name, standing: standingOf(checks), checks };
  });
