import {
  cancelling,
  failingSteps,
  openingStep,
  serviceNamesOf,
  settlingStep,
  stepNamed,
  successorsOf,
  tellingStep,
  type UndoableStep,
  undoableSteps,
  undoneBy,
  type Workflow,
  type WorkflowStep,
} from '../../workflow/definition.ts';
import type { EventMessage, NextEvent, Reaction } from '../shared/choreography/reaction.ts';
import {
  byRole,
  endsOf,
  noticeForReason,
  type OwnReaction,
  type Reactions,
} from '../shared/compiled/choreography.ts';

/** The role that coordinates. */
export const orchestrator = 'orchestrator';

const commandFor = (workflow: Workflow, step: WorkflowStep): string =>
  step.role === 'tells' ? workflow.notices.ready.command : step.command;

/** After each reply it commands what waited for it, once all its causes have replied. */
const onwards = (workflow: Workflow, step: WorkflowStep): readonly Reaction[] =>
  successorsOf(workflow, step.name).map((next) => ({
    on: step.event,
    step: null,
    ...(next.after.length > 1 ? { gathers: { step: next.name, cause: step.name, causes: next.after } } : {}),
    passesOn: () => [{ event: commandFor(workflow, next) }],
  }));

/** What is undone after the failure of a step, the last one first. */
const undoneInReverse = (workflow: Workflow, failed: string): readonly UndoableStep[] =>
  undoneBy(workflow, failed).toReversed();

/** What is commanded after a reply on the way back: the next step to undo, and in the end the notice. */
const nextBack = (workflow: Workflow, message: EventMessage, undone: string | null): NextEvent => {
  const { reason = 'failed', failed } = message;
  const course = failed === undefined ? [] : undoneInReverse(workflow, failed);
  const place = undone === null ? 0 : course.findIndex(({ name }) => name === undone) + 1;
  const next = course[place];
  const event = next?.undo.command ?? workflow.notices.failed.command;
  return { event, reason, ...(failed === undefined ? {} : { failed }) };
};

/**
 * The orchestrator knows the whole course: after each reply it commands the next steps, and when one fails it has the request
 * cancelled and what was done undone, in reverse order. What it must remember is in the messages and in its inbox; its outbox
 * makes each decision durable.
 */
const orchestrating = (workflow: Workflow): readonly Reaction[] => {
  const cancel = cancelling(workflow);
  return [
    ...workflow.steps.flatMap((step) => onwards(workflow, step)),
    ...failingSteps(workflow).map(
      ({ name, failed }): Reaction => ({
        on: failed,
        step: null,
        passesOn: ({ reason = 'failed' }) => [{ event: cancel.command, reason, failed: name }],
      }),
    ),
    { on: cancel.event, step: null, passesOn: (message) => [nextBack(workflow, message, null)] },
    ...undoableSteps(workflow).map(
      ({ name, undo }): Reaction => ({
        on: undo.event,
        step: null,
        passesOn: (message) => [nextBack(workflow, message, name)],
      }),
    ),
  ];
};

const replyOf = (workflow: Workflow, step: WorkflowStep): NextEvent | null =>
  successorsOf(workflow, step.name).length === 0 ? null : { event: step.event };

/** A service does what it is told and replies; none knows what comes before or after. */
const commandedBy = (workflow: Workflow, step: WorkflowStep): readonly OwnReaction[] => {
  const { name, service: role, command, failed, undo, forbid } = step;
  const mayFail = failingSteps(workflow).includes(step);
  const emits = endsOf(step, replyOf(workflow, step));
  return [
    {
      role,
      reaction: {
        on: command,
        step: name,
        ...(Object.keys(emits).length > 0 ? { emits } : {}),
        ...(mayFail ? { givenUp: { undo: undo?.step ?? null, event: failed } } : {}),
      },
    },
    ...(undo === null
      ? []
      : [
          {
            role,
            reaction: {
              on: undo.command,
              step: undo.step,
              // What was never done is forbidden, which is as good.
              emits: { [undo.effect]: { event: undo.event }, [forbid.effect]: { event: undo.event } },
            },
          },
        ]),
  ];
};

const settledBy = (workflow: Workflow): readonly OwnReaction[] => {
  const { name, command, service: role } = settlingStep(workflow);
  const cancel = cancelling(workflow);
  return [
    { role, reaction: { on: command, step: name } },
    {
      role,
      reaction: {
        on: cancel.command,
        step: cancel.step,
        emits: { [cancel.effect]: { event: cancel.event } },
      },
    },
  ];
};

const toldBy = (workflow: Workflow): readonly OwnReaction[] => {
  const { name: step, service: role } = tellingStep(workflow);
  return [
    { role, reaction: { on: workflow.notices.ready.command, step, notice: () => 'ready' } },
    { role, reaction: { on: workflow.notices.failed.command, step, notice: noticeForReason } },
  ];
};

/** What each role of the saga reacts to. */
export const orchestrationOf = (workflow: Workflow): Reactions => {
  const opening = openingStep(workflow).name;
  const commanded = workflow.steps.filter(
    ({ name, role }) => name !== opening && role !== 'puts-in-force' && role !== 'tells',
  );
  return byRole(
    [...serviceNamesOf(workflow), orchestrator],
    [
      ...commanded.flatMap(({ name }) => commandedBy(workflow, stepNamed(workflow, name))),
      ...settledBy(workflow),
      ...toldBy(workflow),
      ...orchestrating(workflow).map((reaction) => ({ role: orchestrator, reaction })),
    ],
  );
};
