import {
  openingStep,
  serviceNamesOf,
  tellingStep,
  undoableSteps,
  type Workflow,
} from '../../../workflow/definition.ts';
import type { RoleCall } from '../../style.ts';
import { callTreeOf } from './call-tree.ts';

const others = (calls: readonly RoleCall[]): readonly RoleCall[] =>
  calls.filter(({ from, to }) => from !== to);

/** Whoever opens has undone elsewhere what was done for a request that is given up. */
const undoing = (workflow: Workflow): readonly RoleCall[] =>
  undoableSteps(workflow).map(({ service }) => ({ from: openingStep(workflow).service, to: service }));

/** Each service calls those whose steps come next, and tells of a no. */
export const callsOfChain = (workflow: Workflow): readonly RoleCall[] => {
  const { steps } = workflow;
  const tree = callTreeOf(workflow);
  const next = steps.flatMap(({ name, service }) =>
    (tree.get(name) ?? []).map(({ step }) => ({ from: service, to: step.service })),
  );
  const telling = steps
    .filter(({ declined }) => declined !== null)
    .map(({ service }) => ({ from: service, to: tellingStep(workflow).service }));
  return others([...next, ...telling, ...undoing(workflow)]);
};

/** Nobody but the coordinator calls for steps; null where that is the client. */
export const callsOfCoordinator = (workflow: Workflow, coordinator: string | null): readonly RoleCall[] =>
  others([
    ...(coordinator === null ? [] : serviceNamesOf(workflow).map((to) => ({ from: coordinator, to }))),
    ...undoing(workflow),
  ]);

/** The front door calls for some of the steps. */
export const callsOfDoor = (
  workflow: Workflow,
  called: readonly { readonly service: string }[],
): readonly RoleCall[] =>
  others(called.map(({ service }) => ({ from: openingStep(workflow).service, to: service })));
