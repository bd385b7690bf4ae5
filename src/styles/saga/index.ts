import { openingStep, serviceNamesOf, type Workflow } from '../../workflow/definition.ts';
import { tellingService } from '../../workflow/meaning.ts';
import { topologyOf } from '../shared/amqp/topology.ts';
import type { Style } from '../style.ts';
import { orchestrator } from './orchestration.ts';
import { type SagaPolicies, sagaPolicies } from './policies.ts';

const rolesOf = (workflow: Workflow): readonly string[] => [...serviceNamesOf(workflow), orchestrator];

/** Events with an orchestrator: one process commands each step and compensates in reverse order when one fails. */
export const saga: Style<SagaPolicies> = {
  name: 'saga',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: rolesOf,
  frontDoor: (workflow) => openingStep(workflow).service,
  liveUpdates: tellingService,
  policies: sagaPolicies,
  topology: (prefix, { maxDeliveries }, workflow) =>
    topologyOf(rolesOf(workflow), prefix, { maxDeliveries, eventLog: 'none' }),
  explain: async (workflow) => (await import('./explain.ts')).explainSaga(workflow),
  calls: () => [],
  serve: async (self) => (await import('./serve.ts')).serveSaga(self),
};
