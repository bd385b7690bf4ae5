import { openingStep, serviceNamesOf } from '../../workflow/definition.ts';
import { tellingService } from '../../workflow/meaning.ts';
import { topologyOf } from '../shared/amqp/topology.ts';
import { callsOfDoor } from '../shared/compiled/role-calls.ts';
import type { Style } from '../style.ts';
import { calledProblem, calledSteps } from './called-steps.ts';
import { type HybridPolicies, hybridPolicies } from './policies.ts';

/** Mixed: the first steps are calls, up to the one that decides, and everything after it is events. */
export const hybrid: Style<HybridPolicies> = {
  name: 'hybrid',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: serviceNamesOf,
  frontDoor: (workflow) => openingStep(workflow).service,
  liveUpdates: tellingService,
  refuses: (workflow, { callsUntil }) => calledProblem(workflow, callsUntil),
  policies: hybridPolicies,
  topology: (prefix, { maxDeliveries }, workflow) =>
    topologyOf(serviceNamesOf(workflow), prefix, { maxDeliveries, eventLog: 'none' }),
  explain: async (workflow, policies) => (await import('./explain.ts')).explainHybrid(workflow, policies),
  calls: (workflow, { callsUntil }) => callsOfDoor(workflow, calledSteps(workflow, callsUntil)),
  serve: async (self) => (await import('./serve.ts')).serveHybrid(self),
};
