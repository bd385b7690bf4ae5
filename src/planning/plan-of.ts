import { availableParallelism } from 'node:os';
import { type RecordedFault, recordedFault } from '../faults/recorded-fault.ts';
import { requestsIn } from '../load/shapes/index.ts';
import { rolesOf } from '../scenario/contestants.ts';
import type { Contestant, Scenario, ServiceSpec } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { serviceSpecOf } from '../scenario/service-spec.ts';
import { fleetTimes } from '../scenario/slice-plan.ts';
import { shippedWorkflow, usualWorkflow } from '../scenario/workflow-file.ts';
import type { PayloadSize } from '../shared/payload.ts';
import { lengthOf } from '../shared/stages.ts';
import { styles } from '../styles/index.ts';
import type { Style } from '../styles/style.ts';
import { actionsOf, isWorking } from '../workflow/actions.ts';
import type { Workflow } from '../workflow/definition.ts';
import { type Untouched, untouchedBy } from './untouched.ts';

/** Styles by their names, or by the paths of their modules. */
export type KnownStyles = ReadonlyMap<string, Style>;

/** Start and stop of a round's processes, about. */
const overheadMs = 3_000;

/** The workflow of a scenario, as far as a plan tells of it. */
interface PlannedWorkflow {
  readonly name: string;
  readonly title: string;
  /** Whether it is the one of a scenario that names none. */
  readonly isUsual: boolean;
  readonly steps: readonly {
    readonly name: string;
    readonly service: string;
    readonly after: readonly string[];
    readonly undo: string | null;
    readonly optional: boolean;
  }[];
}

export interface Plan {
  readonly scenario: string;
  readonly title: string;
  readonly claim: string;
  readonly workflow: PlannedWorkflow;
  readonly contestants: readonly {
    readonly name: string;
    readonly style: string;
    readonly answers: string | null;
    readonly policies: Readonly<Record<string, unknown>>;
    readonly overridden: readonly string[];
    /** What it has otherwise than `capacity` and `load` say for all; only what it names. */
    readonly own: {
      readonly capacity: Readonly<Record<string, ServiceSpec>>;
      readonly perSecond?: number;
      readonly warmUpMs?: number;
      readonly payload?: PayloadSize;
      readonly requestsPerRound?: number;
    };
  }[];
  readonly capacity: Readonly<Record<string, ServiceSpec>>;
  /** Processors that the computing part of the work keeps busy at the mean rate, and those of this machine; null where nothing computes. */
  readonly processors: { readonly ordered: number; readonly available: number } | null;
  readonly load: Scenario['load'];
  readonly parties: Scenario['parties'];
  readonly faults: readonly (RecordedFault & { readonly id: string })[];
  /** Injections that affect nobody, or may not. */
  readonly untouched: readonly Untouched[];
  readonly hypotheses: readonly string[];
  readonly budgets: readonly string[];
  readonly measure: Scenario['measure'];
  readonly rounds: number;
  /** Requests that one round of a contestant sends in the measured time, on average. */
  readonly requestsPerRound: number;
  /** When every drain is over at once, and when every drain takes all the time that it may. */
  readonly estimatedMs: { readonly least: number; readonly most: number };
}

const plannedWorkflow = (workflow: Workflow): PlannedWorkflow => ({
  name: workflow.name,
  title: workflow.title,
  isUsual: workflow === shippedWorkflow(usualWorkflow),
  steps: workflow.steps.map(({ name, service, after, undo, optional }) => ({
    name,
    service,
    after,
    undo: undo?.step ?? null,
    optional,
  })),
});

const measuredMsOf = ({ load }: Scenario): number => lengthOf(load.stages);

const requestsOf = ({ load }: Scenario): number => Math.round(requestsIn(load.stages));

const ownOf = (scenario: Scenario, contestant: Contestant): Plan['contestants'][number]['own'] => {
  const { services, ...load } = contestant.own;
  const mine = scenarioFor(scenario, contestant);
  return {
    ...load,
    capacity: Object.fromEntries(Object.keys(services).map((role) => [role, serviceSpecOf(mine, role)])),
    ...(load.perSecond === undefined ? {} : { requestsPerRound: requestsOf(mine) }),
  };
};

/** Every working step of every request, at the mean rate of the load. */
const processorsFor = (scenario: Scenario): Plan['processors'] => {
  const { workflow, parties } = scenario;
  const steps = [...actionsOf(workflow).values()].filter(isWorking);
  const cpuMs =
    steps.reduce((sum, { step }) => sum + (serviceSpecOf(scenario, step.service).work.cpuMs ?? 0), 0) +
    parties.reduce((sum, { work }) => sum + (work.cpuMs ?? 0), 0);
  if (cpuMs === 0) return null;
  const perMs = requestsOf(scenario) / measuredMsOf(scenario);
  return { ordered: perMs * cpuMs, available: availableParallelism() };
};

const contestantPlan = (
  scenario: Scenario,
  contestant: Contestant,
  known: KnownStyles,
): Plan['contestants'][number] => {
  const { name, style, policies, overrides } = contestant;
  return {
    name,
    style,
    answers: known.get(style)?.answers ?? null,
    policies,
    overridden: Object.keys(overrides),
    own: ownOf(scenario, contestant),
  };
};

/** How long it takes until every contestant has had one round, ms. */
const fleetsMs = (scenario: Scenario): number => {
  const { contestants } = scenario;
  if (scenario.measure === 'slices') {
    const { warmUpMs, loadMs } = fleetTimes(scenario);
    return warmUpMs + loadMs + overheadMs;
  }
  return contestants.reduce(
    (sum, contestant) =>
      sum + scenarioFor(scenario, contestant).load.warmUpMs + measuredMsOf(scenario) + overheadMs,
    0,
  );
};

/** What a run of the scenario will do. Of a style that is not `known`, a module that was not loaded, it says little. */
export const planOf = (scenario: Scenario, known: KnownStyles = styles): Plan => {
  const { name, title, claim, contestants, load, faults, rounds } = scenario;
  const roles = contestants.flatMap(({ style }) =>
    rolesOf(known.get(style) ?? { policies: {} }, scenario.workflow),
  );
  const least = rounds * fleetsMs(scenario);
  const fleets = scenario.measure === 'slices' ? 1 : contestants.length;
  return {
    scenario: name,
    title,
    claim,
    workflow: plannedWorkflow(scenario.workflow),
    load,
    parties: scenario.parties,
    faults: faults.map((fault) => ({ id: fault.id, ...recordedFault(fault) })),
    untouched: untouchedBy(scenario, known),
    rounds,
    contestants: contestants.map((contestant) => contestantPlan(scenario, contestant, known)),
    capacity: Object.fromEntries([...new Set(roles)].map((role) => [role, serviceSpecOf(scenario, role)])),
    processors: processorsFor(scenario),
    hypotheses: scenario.hypotheses.map(({ text }) => text),
    budgets: scenario.budgets.map(({ text }) => text),
    requestsPerRound: requestsOf(scenario),
    measure: scenario.measure,
    estimatedMs: { least, most: least + rounds * fleets * load.drainMs },
  };
};
