import { actionsOf } from './actions.ts';
import {
  cancelling,
  openingStep,
  payingStep,
  settlingStep,
  stepNamed,
  tellingStep,
  undoableSteps,
  type Workflow,
  type WorkflowStep,
} from './definition.ts';

/** Two effects of which the second takes the first back. */
export interface Pair {
  readonly done: string;
  readonly undone: string;
}

/** What the effects of a workflow mean: all that whoever judges a round needs to know of it. */
export interface Meaning {
  /** In the order of the workflow. */
  readonly effects: readonly string[];
  /** The service in whose ledger an effect belongs. */
  readonly homeOf: ReadonlyMap<string, string>;
  readonly opened: string;
  readonly inForce: string;
  readonly cancelled: string;
  /** null for a workflow in which nobody pays. */
  readonly money: Pair | null;
  /** What else is held while a request is in force, and given back when it is not. */
  readonly held: readonly Pair[];
  /** Effects of steps that have declined. */
  readonly declined: readonly string[];
  readonly told: { readonly ready: string; readonly declined: string; readonly failed: string };
  /** All that completing means. */
  readonly required: readonly string[];
  /** Work on the effect begins only when one of its causes has been committed. */
  readonly causes: readonly { readonly anyOf: readonly string[]; readonly effect: string }[];
  /** Effects of which a request has one at most: how a step may end, or what undoes it. */
  readonly once: readonly (readonly string[])[];
  /** The step behind an effect, where it is of one step only. */
  readonly stepOf: ReadonlyMap<string, string>;
  /** The working step before an effect, and its service. */
  readonly workBefore: ReadonlyMap<string, { readonly step: string; readonly service: string }>;
  /** The effects by which a request is decided: of the step that takes money, or else of the first after the opening one. */
  readonly decidedBy: readonly string[];
  /** The step that may decline, by the effects with which it accepts or declines. */
  readonly decides: readonly { readonly step: string; readonly yes: string; readonly no: string }[];
}

const toldIn = ({ notices }: Workflow): Meaning['told'] => ({
  ready: notices.ready.effect,
  declined: notices.declined.effect,
  failed: notices.failed.effect,
});

/** How a step may end. */
const endsOf = (workflow: Workflow, step: WorkflowStep): readonly string[] =>
  step.role === 'tells'
    ? Object.values(toldIn(workflow))
    : [step.effect, ...(step.declined === null ? [] : [step.declined])];

const effectsOf = (workflow: Workflow, step: WorkflowStep): readonly string[] => [
  ...endsOf(workflow, step),
  ...(step.undo === null ? [] : [step.undo.effect]),
  ...(step.role === null || step.role === 'takes-money' ? [step.forbid.effect] : []),
];

/** The effect that says that a step went well. */
const successOf = (workflow: Workflow, step: WorkflowStep): string =>
  step.role === 'tells' ? workflow.notices.ready.effect : step.effect;

const causesOf = (workflow: Workflow): Meaning['causes'] => {
  const declined = workflow.steps.flatMap((step) => step.declined ?? []);
  const own = workflow.steps.flatMap((step) =>
    step.after.flatMap((cause) => {
      const anyOf = [successOf(workflow, stepNamed(workflow, cause))];
      return [
        { anyOf, effect: successOf(workflow, step) },
        ...(step.declined === null ? [] : [{ anyOf, effect: step.declined }]),
      ];
    }),
  );
  return declined.length === 0
    ? own
    : [...own, { anyOf: declined, effect: workflow.notices.declined.effect }];
};

const isRequired = ({ optional }: WorkflowStep): boolean => !optional;

/** Reads off a workflow what its effects mean. */
export const meaningOf = (workflow: Workflow): Meaning => {
  const { steps } = workflow;
  const actions = [...actionsOf(workflow).values()];
  const paying = payingStep(workflow);
  const pairOf = ({ effect, undo }: WorkflowStep): readonly Pair[] =>
    undo === null ? [] : [{ done: effect, undone: undo.effect }];
  return {
    effects: steps.flatMap((step) => effectsOf(workflow, step)),
    homeOf: new Map(
      steps.flatMap((step) => effectsOf(workflow, step).map((effect) => [effect, step.service] as const)),
    ),
    opened: openingStep(workflow).effect,
    inForce: settlingStep(workflow).effect,
    cancelled: cancelling(workflow).effect,
    money: paying === null ? null : (pairOf(paying)[0] ?? null),
    held: undoableSteps(workflow)
      .filter((step) => step !== paying)
      .flatMap(pairOf),
    declined: steps.flatMap(({ declined }) => declined ?? []),
    told: toldIn(workflow),
    required: steps.filter(isRequired).map((step) => successOf(workflow, step)),
    causes: causesOf(workflow),
    once: [
      ...steps.map((step) => endsOf(workflow, step)),
      ...steps.flatMap(({ undo }) => (undo === null ? [] : [[undo.effect]])),
    ],
    stepOf: new Map(
      steps.flatMap((step) => endsOf(workflow, step).map((effect) => [effect, step.name] as const)),
    ),
    workBefore: new Map(
      actions.flatMap(({ kind, step }) =>
        kind === 'open' || kind === 'do' || kind === 'tell'
          ? endsOf(workflow, step).map(
              (effect) => [effect, { step: step.name, service: step.service }] as const,
            )
          : [],
      ),
    ),
    decidedBy: endsOf(workflow, paying ?? steps[1] ?? openingStep(workflow)),
    decides: steps.flatMap(({ name, effect, declined }) =>
      declined === null ? [] : [{ step: name, yes: effect, no: declined }],
    ),
  };
};

/** The service of the step that tells. */
export const tellingService = (workflow: Workflow): string => tellingStep(workflow).service;
