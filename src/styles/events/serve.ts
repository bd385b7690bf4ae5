import { openingStep, tellingStep } from '../../workflow/definition.ts';
import { followUp } from '../shared/choreography/follow-up.ts';
import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import { choreographyOf } from '../shared/compiled/choreography.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Incoming, route, type StepAnswer } from '../shared/http/server.ts';
import { ofRole } from '../shared/of-role.ts';
import type { Served, ServiceContext } from '../style.ts';
import type { EventsPolicies } from './policies.ts';

type Self = ServiceContext<EventsPolicies>;

/** Opens the request and tells of it in one transaction; the rest happens elsewhere and later. */
const accept = async (self: Self, { announce }: Participant, incoming: Incoming): Promise<StepAnswer> => {
  const { name, event } = openingStep(self.workflow);
  await admitted(self, incoming, { step: name, once: self.policies.dedup }, (call) =>
    announce(call, () => followUp(incoming.order, { event })),
  );
  return { status: 202, outcome: 'accepted' };
};

export const serveEvents = (self: Self): Promise<Served> => {
  const opening = openingStep(self.workflow);
  return serveParticipant(self, {
    reactions: ofRole(choreographyOf(self.workflow), self.role),
    publish: self.policies.publish,
    eventLog: self.policies.eventLog,
    pushesNotices: self.role === tellingStep(self.workflow).service,
    routes: (app, participant) => {
      if (self.role !== opening.service) return;
      route(app, 'post', opening.path, self.gauges, (incoming) => accept(self, participant, incoming));
    },
  });
};
