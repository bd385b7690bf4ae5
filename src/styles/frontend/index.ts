import { openingStep, serviceNamesOf } from '../../workflow/definition.ts';
import { planOf } from '../shared/compiled/plan.ts';
import { callsOfCoordinator } from '../shared/compiled/role-calls.ts';
import { type CallPolicies, callPolicies } from '../shared/http/policies.ts';
import type { Style } from '../style.ts';

/** The client itself calls every service in turn; no process of ours coordinates. */
export const frontend: Style<CallPolicies> = {
  name: 'frontend',
  answers: 'when-done',
  needs: [],
  services: serviceNamesOf,
  frontDoor: (workflow) => openingStep(workflow).service,
  clientPlan: planOf,
  liveUpdates: null,
  // Those of the refund that subscriptions owes; what the client does is in its plan.
  policies: callPolicies,
  explain: async (workflow, policies) => (await import('./explain.ts')).explainFrontend(workflow, policies),
  calls: (workflow) => callsOfCoordinator(workflow, null),
  serve: async (self) => (await import('../shared/coordinated/services.ts')).serveCoordinated(self),
};
