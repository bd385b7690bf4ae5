import type { RoundResult, RunResult, ScenarioRecord } from '../analysis/result.ts';
import { resultSchema } from '../analysis/result.ts';
import { summarise } from '../analysis/summary.ts';
import type { Broker } from '../broker/broker.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { varied } from '../scenario/varied.ts';
import type { Style } from '../styles/style.ts';
import { type BudgetOptions, judgeBudgets } from '../verdicts/budgets.ts';
import { judgeHypotheses } from '../verdicts/hypotheses.ts';
import { verdictOf } from '../verdicts/verdict.ts';
import { capacityOf } from './capacity.ts';
import { describeEnvironment } from './environment.ts';

/** How strictly budgets are taken, and against which baseline. */
export type Judging = BudgetOptions;

interface Parts {
  readonly scenario: Scenario;
  readonly entrants: readonly { readonly contestant: Contestant; readonly style: Style }[];
  readonly seed: number;
  readonly broker: Broker | null;
  readonly startedAt: string;
  readonly partial: boolean;
  readonly rounds: readonly RoundResult[];
  readonly judging: Judging;
}

/** Only the policies that the style reads: the others would suggest a difference that is none. */
const policiesOf = ({ policies }: Contestant, style: Style): Record<string, unknown> =>
  Object.fromEntries(style.policies.map((name) => [name, policies[name]]));

const recordOf = ({ scenario, entrants }: Parts): ScenarioRecord => {
  const { name, file, title, claim, why, group, source, scale, rounds, load, faults } = scenario;
  return {
    name,
    file,
    title,
    claim,
    why,
    group,
    source,
    scale,
    rounds,
    load,
    contestants: entrants.map(({ contestant, style }) => ({
      name: contestant.name,
      style: contestant.style,
      answers: style.answers,
      policies: policiesOf(contestant, style),
      capacity: Object.fromEntries(
        style.services.map((role) => {
          const { instances, workers } = capacityOf(varied(scenario, contestant), role);
          return [role, { instances, workers }];
        }),
      ),
    })),
    faults: faults.map(({ type, target, atMs, forMs }) => ({ type, target, atMs, forMs })),
  };
};

/** Judges the rounds so far and puts everything into the versioned shape. */
export const assembleResult = (parts: Parts): RunResult => {
  const { scenario, rounds, partial, judging } = parts;
  const contestants = scenario.contestants.map(({ name }) => name);
  const hypotheses = judgeHypotheses(rounds, scenario.hypotheses, contestants);
  const budgets = judgeBudgets(rounds, scenario.budgets, contestants, judging);
  const { verdict, reasons } = verdictOf({ rounds, budgets, strict: judging.strict ?? false });
  const warnings = budgets
    .filter((budget) => budget.verdict === 'warn')
    .map(({ text, detail }) => `budget ${text}: ${detail}`);
  return {
    schema: resultSchema,
    scenario: recordOf(parts),
    environment: describeEnvironment(parts.broker),
    seed: parts.seed,
    startedAt: parts.startedAt,
    finishedAt: new Date().toISOString(),
    partial,
    verdict,
    reasons,
    warnings,
    hypotheses,
    budgets,
    rounds,
    summary: summarise(rounds, scenario.contestants),
  };
};
