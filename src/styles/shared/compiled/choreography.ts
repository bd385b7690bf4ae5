import {
  cancelling,
  failingSteps,
  type NoticeKind,
  openingStep,
  serviceNamesOf,
  stepNamed,
  tellingStep,
  undoneBy,
  type Workflow,
  type WorkflowStep,
} from '../../../workflow/definition.ts';
import type { EventMessage, NextEvent, Reaction } from '../choreography/reaction.ts';

/** What every role reacts to. */
export type Reactions = Readonly<Record<string, readonly Reaction[]>>;

/** A reaction and whose it is. */
export interface OwnReaction {
  readonly role: string;
  readonly reaction: Reaction;
}

/** The reactions by role; a role without any has an empty list. */
export const byRole = (roles: readonly string[], all: readonly OwnReaction[]): Reactions =>
  Object.fromEntries(
    roles.map((role) => [role, all.filter((one) => one.role === role).map(({ reaction }) => reaction)]),
  );

export const noticeForReason = ({ reason }: EventMessage): NoticeKind =>
  reason === 'declined' ? 'declined' : 'failed';

/** What tells how a step ended; `done` is left out where nobody waits for it. */
export const endsOf = (step: WorkflowStep, done: NextEvent | null): Readonly<Record<string, NextEvent>> => ({
  ...(done === null ? {} : { [step.effect]: done }),
  ...(step.declined === null ? {} : { [step.declined]: { event: step.failed, reason: 'declined' as const } }),
  ...(step.role === null || step.role === 'takes-money'
    ? { [step.forbid.effect]: { event: step.failed, reason: 'failed' as const } }
    : {}),
});

const mayFail = (workflow: Workflow, { name }: WorkflowStep): boolean =>
  failingSteps(workflow).some((step) => step.name === name);

/** How a step is done when what it waits for has happened: on each of those events, and by the last of them. */
const reactionsFor = (workflow: Workflow, step: WorkflowStep): readonly OwnReaction[] => {
  const { name, service: role, after } = step;
  const isAwaited = workflow.steps.some((other) => other.after.includes(name));
  const ends =
    step.role === 'tells' || step.role === 'puts-in-force'
      ? {}
      : endsOf(step, isAwaited ? { event: step.event } : null);
  return after.map((cause) => ({
    role,
    reaction: {
      on: stepNamed(workflow, cause).event,
      step: name,
      ...(after.length > 1 ? { gathers: { step: name, cause, causes: after } } : {}),
      ...(step.role === 'tells' ? { notice: () => 'ready' as const } : {}),
      ...(Object.keys(ends).length > 0 ? { emits: ends } : {}),
      ...(mayFail(workflow, step) ? { givenUp: { undo: step.undo?.step ?? null, event: step.failed } } : {}),
    },
  }));
};

/** What follows when a step has failed or declined: the request is cancelled, the user told, and what was done undone. */
const reactionsToFailureOf = (workflow: Workflow, { name, failed }: WorkflowStep): readonly OwnReaction[] => {
  const telling = tellingStep(workflow);
  return [
    { role: openingStep(workflow).service, reaction: { on: failed, step: cancelling(workflow).step } },
    ...undoneBy(workflow, name).map(({ service: role, undo }) => ({
      role,
      reaction: { on: failed, step: undo.step },
    })),
    {
      role: telling.service,
      reaction: { on: failed, step: telling.name, notice: noticeForReason },
    },
  ];
};

/** The whole choreography, reaction by reaction. Nobody coordinates: each service knows the events it reacts to and nothing else. */
export const ownReactions = (workflow: Workflow): readonly OwnReaction[] => [
  ...workflow.steps.slice(1).flatMap((step) => reactionsFor(workflow, step)),
  ...failingSteps(workflow).flatMap((step) => reactionsToFailureOf(workflow, step)),
];

export const choreographyOf = (workflow: Workflow): Reactions =>
  byRole(serviceNamesOf(workflow), ownReactions(workflow));
