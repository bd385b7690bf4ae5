import {
  cancelling,
  openingStep,
  settlingStep,
  tellingStep,
  type Workflow,
  type WorkflowStep,
} from '../../../workflow/definition.ts';
import type { ClientCall, ClientPlan } from '../../style.ts';

/** The call that asks for a step; `after` names the calls that it waits for by their places. */
const callFor = (
  { service: role, path, role: meaning, optional }: WorkflowStep,
  after: readonly number[],
): ClientCall => ({
  role,
  method: 'POST',
  path,
  after,
  ...(meaning === 'tells' ? { extra: { notice: 'ready' } } : {}),
  ...(optional ? { optional } : {}),
});

/** The calls for some of the steps, which come in the order of the workflow. */
export const callsFor = (steps: readonly WorkflowStep[]): readonly ClientCall[] =>
  steps.map((step) =>
    callFor(
      step,
      step.after.map((cause) => steps.findIndex(({ name }) => name === cause)).filter((place) => place >= 0),
    ),
  );

/**
 * A workflow as calls that somebody makes: a backend-for-frontend, or the client itself. The services behind it know nothing of
 * one another. What puts in force comes last: whoever stops before it leaves nothing in force behind.
 */
export const planOf = (workflow: Workflow): ClientPlan => {
  const settling = settlingStep(workflow);
  const opening = openingStep(workflow);
  const telling = tellingStep(workflow);
  // Refuses a workflow that cannot be cancelled.
  cancelling(workflow);
  const others = callsFor(workflow.steps.filter((step) => step !== settling));
  const awaited = [...others.keys()].filter((place) => others[place]?.optional !== true);
  const cancel = (because: 'declined' | 'failed'): ClientCall => ({
    role: opening.service,
    method: 'DELETE',
    path: opening.path,
    extra: { because },
  });
  return {
    calls: [...others, callFor(settling, awaited)],
    declined: [
      { role: telling.service, method: 'POST', path: telling.path, extra: { notice: 'declined' } },
      cancel('declined'),
    ],
    failed: cancel('failed'),
  };
};
