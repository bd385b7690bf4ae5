import type { RoundResult, RunResult, ScenarioRecord } from '../analysis/result.ts';
import { resultSchema } from '../analysis/result.ts';
import { summarise } from '../analysis/summary.ts';
import type { Broker } from '../broker/broker.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { varied } from '../scenario/varied.ts';
import type { Style } from '../styles/style.ts';
import { judgeBudgets } from '../verdicts/budgets.ts';
import {
  asAdvisory,
  contestantDifferences,
  runDifferences,
  showDifferences,
} from '../verdicts/fingerprint.ts';
import { judgeHypotheses } from '../verdicts/hypotheses.ts';
import { standing } from '../verdicts/standing.ts';
import { unmetFaults } from '../verdicts/unmet-faults.ts';
import { verdictOf } from '../verdicts/verdict.ts';
import { capacityOf } from './capacity.ts';
import { describeEnvironment } from './environment.ts';
import { isReference, referenceRounds } from './reference.ts';

/** How strictly budgets are taken, and against which earlier run. */
export interface Judging {
  readonly strict?: boolean;
  readonly baseline?: RunResult | null;
  /** Only some contestants of the scenario run, so a fault may be meant for one that does not. */
  readonly narrowed?: boolean;
}

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

/** A contestant with all that its rounds rest on, as resolved: two runs are alike when these are. */
const entrantOf = (
  scenario: Scenario,
  { contestant, style }: Parts['entrants'][number],
): ScenarioRecord['contestants'][number] => {
  const own = varied(scenario, contestant);
  const specs = style.services.map((role) => [role, capacityOf(own, role)] as const);
  return {
    name: contestant.name,
    style: contestant.style,
    answers: style.answers,
    policies: contestant.policies,
    capacity: Object.fromEntries(
      specs.map(([role, { instances, workers }]) => [role, { instances, workers }]),
    ),
    load: { ...own.load },
    services: Object.fromEntries(specs.map(([role, spec]) => [role, { ...spec }])),
  };
};

const recordOf = ({ scenario, entrants }: Parts): ScenarioRecord => {
  const { name, file, title, claim, why, group, source, scale, rounds, load, faults } = scenario;
  return {
    ...{ name, file, title, claim, why, group, source, scale, rounds, load },
    contestants: entrants.map((entrant) => entrantOf(scenario, entrant)),
    faults: faults.map(({ type, target, atMs, forMs, settings }) => ({
      ...{ type, target, atMs, forMs, settings },
    })),
  };
};

/** Budgets of the contestants of this build; those of another build in the same run are their baseline. */
const judgeAll = (
  { scenario, rounds, judging: { strict = false, baseline = null, narrowed = false } }: Parts,
  now: Pick<RunResult, 'environment' | 'scenario' | 'seed'>,
) => {
  const references = referenceRounds(rounds);
  const reference = references.length > 0 ? { rounds: references } : null;
  const contestants = scenario.contestants.filter((one) => !isReference(one)).map(({ name }) => name);
  const unlike = baseline === null ? [] : runDifferences(baseline, now);
  const changed = baseline === null ? [] : contestantDifferences(baseline, now);
  const judged = judgeBudgets(rounds, scenario.budgets, contestants, {
    strict,
    baseline: baseline ?? reference,
  });
  const budgets = asAdvisory(judged, unlike);
  const unmet = unmetFaults(rounds, contestants);
  const verdict = verdictOf({ rounds, budgets, untested: narrowed ? [] : unmet });
  const warnings = [
    ...(narrowed ? unmet : []),
    ...showDifferences(unlike, ['then', 'now']).map((line) => `the baseline only advises: ${line}`),
    ...showDifferences(changed, ['then', 'now']).map((line) => `a contestant is not what it was: ${line}`),
    ...budgets
      .filter((budget) => budget.verdict === 'warn')
      .map(({ text, detail }) => `budget ${text}: ${detail}`),
  ];
  return {
    budgets,
    ...verdict,
    warnings,
    hypotheses: judgeHypotheses(rounds, scenario.hypotheses, contestants),
  };
};

/** Judges the rounds so far and puts everything into the versioned shape. */
export const assembleResult = (parts: Parts): RunResult => {
  const { rounds, partial, seed, startedAt } = parts;
  const now = { scenario: recordOf(parts), environment: describeEnvironment(parts.broker), seed };
  const { verdict, reasons, warnings, hypotheses, budgets } = judgeAll(parts, now);
  return standing({
    schema: resultSchema,
    ...now,
    startedAt,
    finishedAt: new Date().toISOString(),
    partial,
    verdict,
    reasons,
    warnings,
    hypotheses,
    budgets,
    rounds,
    summary: summarise(rounds, parts.scenario.contestants),
  });
};
