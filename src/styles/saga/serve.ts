import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Incoming, route, type StepAnswer } from '../shared/http/server.ts';
import { ofRole } from '../shared/of-role.ts';
import type { Served, ServiceContext } from '../style.ts';
import { reactions } from './orchestration.ts';
import type { SagaPolicies } from './policies.ts';

type Self = ServiceContext<SagaPolicies>;

const subscribe = async (self: Self, { announce }: Participant, incoming: Incoming): Promise<StepAnswer> => {
  const { order } = incoming;
  await admitted(self, incoming, { step: 'open', once: self.policies.dedup }, (call) =>
    announce(call, () => ({ event: 'SubscriptionOpened', ...order })),
  );
  return { status: 202, outcome: 'accepted' };
};

export const serveSaga = (self: Self): Promise<Served> =>
  serveParticipant(self, {
    reactions: ofRole(reactions, self.role),
    // A command that is lost would stop its request for good.
    publish: 'outbox',
    eventLog: 'none',
    pushesNotices: self.role === 'notifications',
    routes: (app, participant) => {
      if (self.role !== 'subscriptions') return;
      route(app, 'post', '/subscriptions', self.gauges, (incoming) => subscribe(self, participant, incoming));
    },
  });
