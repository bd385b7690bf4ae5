import { openingStep, serviceNamesOf } from '../../workflow/definition.ts';
import { tellingService } from '../../workflow/meaning.ts';
import { topologyOf } from '../shared/amqp/topology.ts';
import type { Style } from '../style.ts';
import { type EventsPolicies, eventsPolicies } from './policies.ts';

/** RabbitMQ choreography: every service reacts to the events of others; the client learns the end by a live update. */
export const events: Style<EventsPolicies> = {
  name: 'events',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: serviceNamesOf,
  frontDoor: (workflow) => openingStep(workflow).service,
  liveUpdates: tellingService,
  policies: eventsPolicies,
  topology: (prefix, own, workflow) => topologyOf(serviceNamesOf(workflow), prefix, own),
  explain: async (workflow) => (await import('./explain.ts')).explainEvents(workflow),
  calls: () => [],
  serve: async (self) => (await import('./serve.ts')).serveEvents(self),
};
