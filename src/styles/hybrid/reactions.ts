import {
  serviceNamesOf,
  undoableSteps,
  type Workflow,
  type WorkflowStep,
} from '../../workflow/definition.ts';
import {
  byRole,
  endsOf,
  type OwnReaction,
  ownReactions,
  type Reactions,
} from '../shared/compiled/choreography.ts';

/** The called steps that no other called step waits for: by them a called part ends. */
const lastOf = (called: readonly WorkflowStep[]): readonly WorkflowStep[] =>
  called.filter(({ name }) => !called.some(({ after }) => after.includes(name)));

/** Whether something that is not called waits for a step, so that an event must tell of it. */
const isAwaited = (workflow: Workflow, called: readonly WorkflowStep[], { name }: WorkflowStep): boolean =>
  workflow.steps.some((step) => step.after.includes(name) && !called.includes(step));

/** What a called step tells of when it is done for its caller. */
export const announcedBy = (workflow: Workflow, called: readonly WorkflowStep[], step: WorkflowStep) =>
  endsOf(step, isAwaited(workflow, called, step) ? { event: step.event } : null);

/**
 * What happens by events when some steps are called: everything after them, what undoes them when their caller has given up, and
 * what settles them when their caller was restarted.
 */
export const reactionsBeside = (workflow: Workflow, called: readonly WorkflowStep[]): Reactions => {
  const calledNames = new Set(called.map(({ name }) => name));
  const others = ownReactions(workflow).filter(
    ({ reaction: { step } }) => step === null || !calledNames.has(step),
  );
  // What is not called may be under way as well: beside the calls, or after one whose answer never came.
  const givenUp: readonly OwnReaction[] = [...called, ...undoableSteps(workflow)]
    .filter((step, place, all) => all.findIndex(({ name }) => name === step.name) === place)
    .map(({ service: role, undo, forbid }) => ({
      role,
      reaction: { on: workflow.givenUp, step: undo?.step ?? forbid.step },
    }));
  const restarted: readonly OwnReaction[] = lastOf(called).map((step) => ({
    role: step.service,
    reaction: {
      on: workflow.callerRestarted,
      step: step.forbid.step,
      emits: { [step.forbid.effect]: { event: step.failed, reason: 'failed' as const } },
    },
  }));
  return byRole(serviceNamesOf(workflow), [...others, ...givenUp, ...restarted]);
};
