import { topologyOf } from '../shared/amqp/topology.ts';
import type { Style } from '../style.ts';
import { choreography } from './choreography.ts';
import { type EventsPolicies, eventsPolicies } from './policies.ts';

const roles = Object.keys(choreography);

/** RabbitMQ choreography: every service reacts to the events of others; the client learns the end by a live update. */
export const events: Style<EventsPolicies> = {
  name: 'events',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: roles,
  frontDoor: 'subscriptions',
  liveUpdates: 'notifications',
  policies: eventsPolicies,
  topology: (prefix, own) => topologyOf(roles, prefix, own),
  serve: async (self) => (await import('./serve.ts')).serveEvents(self),
};
