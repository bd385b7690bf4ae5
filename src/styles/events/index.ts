import type { ServiceName } from '../../workflow/order.ts';
import { topologyOf } from '../shared/amqp/topology.ts';
import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Answer, type Incoming, route } from '../shared/http/server.ts';
import type { ServiceContext, Style } from '../style.ts';
import { choreography } from './choreography.ts';

const roles = Object.keys(choreography) as ServiceName[];

/** Opens the subscription and tells of it in one transaction; the rest happens elsewhere and later. */
const subscribe = async (
  self: ServiceContext,
  { announce }: Participant,
  incoming: Incoming,
): Promise<Answer> => {
  const { requestId, userId, plan } = incoming.order;
  await admitted(self, incoming, { step: 'open', once: self.policies.dedup }, (call) =>
    announce(call, () => ({ event: 'UserSubscribed', requestId, userId, plan })),
  );
  return { status: 202, outcome: 'accepted' };
};

/** RabbitMQ choreography: every service reacts to the events of others; the client learns the end by a live update. */
export const events: Style = {
  name: 'events',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: roles,
  frontDoor: 'subscriptions',
  liveUpdates: 'notifications',
  policies: [
    'publish',
    'acks',
    'dedup',
    'queue',
    'prefetch',
    'maxDeliveries',
    'singleActiveConsumer',
    'waitersPerWorker',
    'eventLog',
  ],
  topology: (prefix, policies) => topologyOf(roles, prefix, policies),
  serve: (self) =>
    serveParticipant(self, {
      reactions: choreography[self.role as ServiceName],
      pushesNotices: self.role === 'notifications',
      routes: (app, participant) => {
        if (self.role !== 'subscriptions') return;
        route(app, 'post', '/subscriptions', self.gauges, (incoming) =>
          subscribe(self, participant, incoming),
        );
      },
    }),
};
