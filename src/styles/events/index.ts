import type { ServiceName } from '../../workflow/order.ts';
import { consumeRole } from '../shared/amqp/consumer.ts';
import { declareRole } from '../shared/amqp/declare.ts';
import { openLink } from '../shared/amqp/link.ts';
import { startOutboxRelay } from '../shared/amqp/outbox-relay.ts';
import { createPublisher } from '../shared/amqp/publisher.ts';
import { names, topologyOf } from '../shared/amqp/topology.ts';
import { admitted } from '../shared/http/admit.ts';
import { jsonApp, route, serveApp } from '../shared/http/server.ts';
import { serveLiveUpdates } from '../shared/live-updates.ts';
import type { Served, ServiceContext, Style } from '../style.ts';
import { announcerFor } from './announce.ts';
import { choreography } from './choreography.ts';
import { handlingOf } from './react.ts';

const roles = Object.keys(choreography) as ServiceName[];

const serve = async (self: ServiceContext): Promise<Served> => {
  if (self.amqp === null) throw new Error('the events style needs a broker');
  const { url, prefix } = self.amqp;
  const { exchange } = names(prefix);
  const reactions = choreography[self.role as ServiceName];
  const publisher = createPublisher();
  const relay = startOutboxRelay(self, publisher, exchange);
  const announce = announcerFor(self, publisher, relay, exchange);
  const app = jsonApp();
  const pushNotice = self.role === 'notifications' ? serveLiveUpdates(app, self) : null;
  const handling = handlingOf(self, reactions, announce, relay, pushNotice);

  if (self.role === 'subscriptions') {
    route(app, 'post', '/subscriptions', self.gauges, async (incoming) => {
      const { requestId, userId, plan } = incoming.order;
      await admitted(self, incoming, { step: 'open', once: self.policies.dedup }, (call) =>
        announce(call, () => ({ event: 'UserSubscribed', requestId, userId, plan })),
      );
      return { status: 202, outcome: 'accepted' };
    });
  }

  const link = await openLink({
    url,
    log: self.log,
    up: async ({ publishing, consuming }) => {
      const keys = reactions.map(({ on }) => on);
      await declareRole(consuming, prefix, self.role, keys, self.policies);
      publisher.attach(publishing);
      await consumeRole(self, consuming, publisher, prefix, handling);
      relay.resume();
    },
    down: publisher.detach,
  });
  const served = await serveApp(app, self);
  return {
    port: served.port,
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]();
      await link[Symbol.asyncDispose]();
    },
  };
};

/** RabbitMQ choreography: every service reacts to the events of others; the client learns the end by a live update. */
export const events: Style = {
  name: 'events',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: roles,
  frontDoor: 'subscriptions',
  liveUpdates: 'notifications',
  policies: ['publish', 'acks', 'dedup', 'queue', 'prefetch', 'maxDeliveries', 'singleActiveConsumer'],
  topology: (prefix, policies) => topologyOf(roles, prefix, policies),
  serve,
};
