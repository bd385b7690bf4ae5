import { serviceNamesOf } from '../../workflow/definition.ts';
import { callsOfCoordinator } from '../shared/compiled/role-calls.ts';
import { type CallPolicies, callPolicies } from '../shared/http/policies.ts';
import type { Style } from '../style.ts';

/** A backend-for-frontend calls every service in turn; they do not know one another. */
export const bff: Style<CallPolicies> = {
  name: 'bff',
  answers: 'when-done',
  needs: [],
  services: (workflow) => [...serviceNamesOf(workflow), 'bff'],
  frontDoor: 'bff',
  liveUpdates: null,
  policies: callPolicies,
  explain: async (workflow, policies) => (await import('./explain.ts')).explainBff(workflow, policies),
  calls: (workflow) => callsOfCoordinator(workflow, 'bff'),
  serve: async (self) => (await import('./serve.ts')).serveBff(self),
};
