import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Incoming, route, type StepAnswer } from '../shared/http/server.ts';
import { ofRole } from '../shared/of-role.ts';
import type { Served, ServiceContext } from '../style.ts';
import { choreography } from './choreography.ts';
import type { EventsPolicies } from './policies.ts';

type Self = ServiceContext<EventsPolicies>;

/** Opens the subscription and tells of it in one transaction; the rest happens elsewhere and later. */
const subscribe = async (self: Self, { announce }: Participant, incoming: Incoming): Promise<StepAnswer> => {
  const { requestId, userId, plan } = incoming.order;
  await admitted(self, incoming, { step: 'open', once: self.policies.dedup }, (call) =>
    announce(call, () => ({ event: 'UserSubscribed', requestId, userId, plan })),
  );
  return { status: 202, outcome: 'accepted' };
};

export const serveEvents = (self: Self): Promise<Served> =>
  serveParticipant(self, {
    reactions: ofRole(choreography, self.role),
    publish: self.policies.publish,
    eventLog: self.policies.eventLog,
    pushesNotices: self.role === 'notifications',
    routes: (app, participant) => {
      if (self.role !== 'subscriptions') return;
      route(app, 'post', '/subscriptions', self.gauges, (incoming) => subscribe(self, participant, incoming));
    },
  });
