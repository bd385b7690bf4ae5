import type { ServiceName } from '../../workflow/order.ts';
import { topologyOf } from '../shared/amqp/topology.ts';
import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Answer, type Incoming, route } from '../shared/http/server.ts';
import type { ServiceContext, Style } from '../style.ts';
import { commanded, orchestrator } from './orchestration.ts';

const roles = [...(Object.keys(commanded) as ServiceName[]), 'orchestrator'];

const subscribe = async (
  self: ServiceContext,
  { announce }: Participant,
  incoming: Incoming,
): Promise<Answer> => {
  const { order } = incoming;
  await admitted(self, incoming, { step: 'open', once: self.policies.dedup }, (call) =>
    announce(call, () => ({ event: 'SubscriptionOpened', ...order })),
  );
  return { status: 202, outcome: 'accepted' };
};

/** Events with an orchestrator: one process commands each step and compensates in reverse order when one fails. */
export const saga: Style = {
  name: 'saga',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: roles,
  frontDoor: 'subscriptions',
  liveUpdates: 'notifications',
  policies: [
    'acks',
    'dedup',
    'queue',
    'prefetch',
    'maxDeliveries',
    'singleActiveConsumer',
    'waitersPerWorker',
  ],
  topology: (prefix, policies) => topologyOf(roles, prefix, policies),
  serve: (self) =>
    serveParticipant(self, {
      reactions: self.role === 'orchestrator' ? orchestrator : commanded[self.role as ServiceName],
      pushesNotices: self.role === 'notifications',
      routes: (app, participant) => {
        if (self.role !== 'subscriptions') return;
        route(app, 'post', '/subscriptions', self.gauges, (incoming) =>
          subscribe(self, participant, incoming),
        );
      },
    }),
};
