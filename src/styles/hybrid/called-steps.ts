import { ancestorsOf, openingStep, type Workflow, type WorkflowStep } from '../../workflow/definition.ts';

/** The last step that is called where the policy names none: the first that may say no, so that the user learns it at once. */
const defaultLast = ({ steps }: Workflow): WorkflowStep | undefined =>
  steps.find(({ declined }) => declined !== null) ??
  steps.find(({ after, role, optional }) => after.length > 0 && role === null && !optional);

/** Why a step cannot be the last one that is called; null where it can, or where the policy names none. */
export const calledProblem = (workflow: Workflow, callsUntil: string): string | null => {
  if (callsUntil === '') return null;
  const last = workflow.steps.find(({ name }) => name === callsUntil);
  const possible = workflow.steps
    .filter(
      ({ after, role, optional }) =>
        after.length > 0 && (role === null || role === 'takes-money') && !optional,
    )
    .map(({ name }) => name);
  if (last !== undefined && possible.includes(last.name)) return null;
  const what = last === undefined ? 'no step of the workflow' : 'not a step that can be called for';
  return `\`callsUntil: ${callsUntil}\` is ${what} ${workflow.name}; expected one of ${possible.join(', ')}`;
};

/** The steps that the front door calls for, in the order of the workflow: one and all that come before it, without the opening one. */
export const calledSteps = (workflow: Workflow, callsUntil: string): readonly WorkflowStep[] => {
  const last =
    callsUntil === '' ? defaultLast(workflow) : workflow.steps.find(({ name }) => name === callsUntil);
  if (last === undefined) return [];
  const before = ancestorsOf(workflow, last.name);
  const opening = openingStep(workflow).name;
  return workflow.steps.filter(({ name }) => name !== opening && (name === last.name || before.has(name)));
};
