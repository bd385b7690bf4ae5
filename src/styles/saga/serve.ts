import { openingStep, tellingStep } from '../../workflow/definition.ts';
import { followUp } from '../shared/choreography/follow-up.ts';
import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Incoming, route, type StepAnswer } from '../shared/http/server.ts';
import { ofRole } from '../shared/of-role.ts';
import type { Served, ServiceContext } from '../style.ts';
import { orchestrationOf } from './orchestration.ts';
import type { SagaPolicies } from './policies.ts';

type Self = ServiceContext<SagaPolicies>;

const accept = async (self: Self, { announce }: Participant, incoming: Incoming): Promise<StepAnswer> => {
  const { order } = incoming;
  const { name, event } = openingStep(self.workflow);
  await admitted(self, incoming, { step: name, once: self.policies.dedup }, (call) =>
    announce(call, () => followUp(order, { event })),
  );
  return { status: 202, outcome: 'accepted' };
};

export const serveSaga = (self: Self): Promise<Served> => {
  const opening = openingStep(self.workflow);
  return serveParticipant(self, {
    reactions: ofRole(orchestrationOf(self.workflow), self.role),
    // A command that is lost would stop its request for good.
    publish: 'outbox',
    eventLog: 'none',
    pushesNotices: self.role === tellingStep(self.workflow).service,
    routes: (app, participant) => {
      if (self.role !== opening.service) return;
      route(app, 'post', opening.path, self.gauges, (incoming) => accept(self, participant, incoming));
    },
  });
};
