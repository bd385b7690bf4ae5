import { pairedFigures } from '../analysis/paired-figures.ts';
import { summarise } from '../analysis/summary.ts';
import { recordedFault } from '../faults/recorded-fault.ts';
import type { RoundResult } from '../result/round.ts';
import type { PairedFigure, RunResult } from '../result/run.ts';
import { resultSchema } from '../result/run.ts';
import type { ScenarioRecord } from '../result/scenario-record.ts';
import { fleetsOf } from '../scenario/measure.ts';
import { isReference, referenceRounds } from '../scenario/reference.ts';
import type { Load, Scenario } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { serviceSpecOf } from '../scenario/service-spec.ts';
import { judgeBudgets } from '../verdicts/budgets.ts';
import {
  asAdvisory,
  contestantDifferences,
  runDifferences,
  showDifferences,
} from '../verdicts/fingerprint.ts';
import { gateAfter } from '../verdicts/gate.ts';
import { judgeHypotheses } from '../verdicts/hypotheses.ts';
import { standing } from '../verdicts/standing.ts';
import { unmetFaults } from '../verdicts/unmet-faults.ts';
import { verdictOf } from '../verdicts/verdict.ts';
import type { ResolvedContestant, RoundEvidence, RunEvidence } from './evidence.ts';
import { type JudgedRound, judgeRound } from './judge-round.ts';

/** A run with its rounds, each judged by itself. */
export interface JudgedRun extends RunEvidence {
  readonly rounds: readonly RoundResult[];
  /** Of contestants that were up at the same time. */
  readonly paired?: readonly PairedFigure[];
}

/** A load without the arrivals of its trace, which the hash stands for: a result is to be read by people too. */
const recordedLoad = ({ trace, ...load }: Load): Readonly<Record<string, unknown>> => {
  if (trace === undefined) return { ...load };
  const { dueAt, ...named } = trace;
  return { ...load, trace: { ...named, arrivals: dueAt.length } };
};

/** The hash of a module by its path; nothing for what is none. */
const moduleOf = ({ modules }: Scenario, path: string | null): { readonly module?: string } => {
  const known = modules.find((one) => one.path === path);
  return known === undefined ? {} : { module: known.hash };
};

/** A contestant with all that its rounds rest on, as resolved: two runs are alike when these are. */
const recordedContestant = (
  scenario: Scenario,
  { contestant, style }: ResolvedContestant,
): ScenarioRecord['contestants'][number] => {
  const own = scenarioFor(scenario, contestant);
  const specs = style.services.map((role) => [role, serviceSpecOf(own, role)] as const);
  return {
    name: contestant.name,
    style: contestant.style,
    answers: style.answers,
    policies: contestant.policies,
    ...moduleOf(scenario, contestant.style),
    capacity: Object.fromEntries(
      specs.map(([role, { instances, workers }]) => [role, { instances, workers }]),
    ),
    load: recordedLoad(own.load),
    services: Object.fromEntries(specs.map(([role, spec]) => [role, { ...spec }])),
  };
};

const recordOf = ({ scenario, contestants }: JudgedRun): ScenarioRecord => {
  const { name, file, title, claim, why, group, source, scale, rounds, measure } = scenario;
  const { load, faults, workflow, parties } = scenario;
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
    measure,
    load,
    workflow: { ...workflow },
    parties: parties.map((party) => ({ ...party })),
    contestants: contestants.map((one) => recordedContestant(scenario, one)),
    faults: faults.map((fault) => ({ ...recordedFault(fault), ...moduleOf(scenario, fault.module) })),
  };
};

/** Budgets of the contestants of this build; those of another build in the same run are their baseline. */
const judgeAll = (
  { scenario, rounds, judging: { strict = false, baseline = null, isSelection = false } }: JudgedRun,
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
  const verdict = verdictOf({ rounds, budgets, untested: isSelection ? [] : unmet });
  const warnings = [
    ...(isSelection ? unmet : []),
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

/** What is known of the noise of rounds; slices have more pairs than need it, and another noise. */
const priorsOf = ({ scenario, judging }: RunEvidence): NonNullable<RunResult['priors']> | null => {
  const { priors = {}, priorsFrom = '' } = judging;
  return scenario.measure !== 'rounds' || Object.keys(priors).length === 0
    ? null
    : { from: priorsFrom, noise: priors };
};

const secondsBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 1_000);

/** The verdict of a gate, where one was asked for. */
const gateOf = ({
  judging,
  looks = [],
  rounds,
  paired,
  startedAt,
  finishedAt,
}: JudgedRun): Pick<RunResult, 'gate'> => {
  if (judging.gate === undefined) return {};
  const { base, head, commit, withinSeconds } = judging.gate;
  const judged = gateAfter({ rounds, ...(paired === undefined ? {} : { paired }) }, judging.gate, looks);
  const usedSeconds = secondsBetween(startedAt, finishedAt);
  return { gate: { base, head, commit, ...judged, withinSeconds, usedSeconds } };
};

/** In the order of rounds and contestants, whoever was ready first. */
const inOrder = ({ paired, scenario }: JudgedRun): readonly PairedFigure[] | undefined => {
  const place = new Map(scenario.contestants.map(({ name }, index) => [name, index]));
  const placeOf = (name: string): number => place.get(name) ?? 0;
  return paired?.toSorted(
    (one, other) =>
      one.round - other.round || placeOf(one.a) - placeOf(other.a) || placeOf(one.b) - placeOf(other.b),
  );
};

/** Judges the rounds so far against one another and puts everything into the versioned shape. */
export const assembleResult = (judgedRun: JudgedRun): RunResult => {
  const ordered = inOrder(judgedRun);
  const run = ordered === undefined ? judgedRun : { ...judgedRun, paired: ordered };
  const { rounds, partial, seed, startedAt, finishedAt, environment, paired } = run;
  const now = { scenario: recordOf(run), environment, seed };
  const priors = priorsOf(run);
  const { verdict, reasons, warnings, hypotheses, budgets } = judgeAll(run, now);
  return standing({
    schema: resultSchema,
    ...now,
    startedAt,
    finishedAt,
    partial,
    verdict,
    reasons,
    warnings,
    hypotheses,
    budgets,
    rounds,
    ...gateOf(run),
    ...(paired === undefined ? {} : { paired }),
    ...(priors === null ? {} : { priors }),
    summary: summarise(rounds, run.scenario.contestants, {
      ...(paired === undefined ? {} : { paired }),
      ...(priors === null ? {} : { priors: priors.noise }),
    }),
  });
};

const named = <T>(contestant: T): { readonly contestant: T } => ({ contestant });

/** How those differ that were up together in a round. */
export const pairedIn = (round: number, fleet: readonly JudgedRound[]): readonly PairedFigure[] =>
  pairedFigures(
    round,
    fleet.map(({ result, latencies }) => ({ contestant: result.contestant, latencies })),
  );

/** The result that a run's evidence stands for: a pure function. `rounds` in the order in which they were carried out. */
export const judge = (run: RunEvidence, rounds: readonly RoundEvidence[]): RunResult => {
  const judged = rounds.map(judgeRound);
  const numbers = [...new Set(judged.map(({ result }) => result.round))];
  const paired = numbers.flatMap((round) => {
    const members = judged.filter(({ result }) => result.round === round);
    return fleetsOf(run.scenario.measure, run.scenario.contestants.map(named)).flatMap((fleet) =>
      pairedIn(
        round,
        fleet.flatMap(({ contestant }) =>
          members.filter(({ result }) => result.contestant === contestant.name),
        ),
      ),
    );
  });
  return assembleResult({
    ...run,
    rounds: judged.map(({ result }) => result),
    ...(run.scenario.measure === 'rounds' ? {} : { paired }),
  });
};
