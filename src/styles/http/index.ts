import { openingStep, serviceNamesOf } from '../../workflow/definition.ts';
import { callsOfChain } from '../shared/compiled/role-calls.ts';
import { type CallPolicies, callPolicies } from '../shared/http/policies.ts';
import type { Style } from '../style.ts';

/** Synchronous call chain: each service holds its caller's connection until the next one has answered. */
export const http: Style<CallPolicies> = {
  name: 'http',
  answers: 'when-done',
  needs: [],
  services: serviceNamesOf,
  frontDoor: (workflow) => openingStep(workflow).service,
  liveUpdates: null,
  policies: callPolicies,
  explain: async (workflow, policies) => (await import('./explain.ts')).explainHttp(workflow, policies),
  calls: callsOfChain,
  serve: async (self) => (await import('./serve.ts')).serveHttp(self),
};
