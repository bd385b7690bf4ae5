import { topologyOf } from '../shared/amqp/topology.ts';
import type { Style } from '../style.ts';
import { reactions } from './orchestration.ts';
import { type SagaPolicies, sagaPolicies } from './policies.ts';

const roles = Object.keys(reactions);

/** Events with an orchestrator: one process commands each step and compensates in reverse order when one fails. */
export const saga: Style<SagaPolicies> = {
  name: 'saga',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: roles,
  frontDoor: 'subscriptions',
  liveUpdates: 'notifications',
  policies: sagaPolicies,
  topology: (prefix, { maxDeliveries }) => topologyOf(roles, prefix, { maxDeliveries, eventLog: 'none' }),
  serve: async (self) => (await import('./serve.ts')).serveSaga(self),
};
