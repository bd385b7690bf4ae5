import { topologyOf } from '../shared/amqp/topology.ts';
import type { Style } from '../style.ts';
import { choreography } from './choreography.ts';
import { type HybridPolicies, hybridPolicies } from './policies.ts';

const roles = Object.keys(choreography);

/** Mixed: the payment is a synchronous call, everything after it is events. */
export const hybrid: Style<HybridPolicies> = {
  name: 'hybrid',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: roles,
  frontDoor: 'subscriptions',
  liveUpdates: 'notifications',
  policies: hybridPolicies,
  topology: (prefix, { maxDeliveries }) => topologyOf(roles, prefix, { maxDeliveries, eventLog: 'none' }),
  serve: async (self) => (await import('./serve.ts')).serveHybrid(self),
};
