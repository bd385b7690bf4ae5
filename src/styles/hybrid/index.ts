import { nowMs } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import type { ServiceName } from '../../workflow/order.ts';
import { StepFailure } from '../../workflow/step-failure.ts';
import { topologyOf } from '../shared/amqp/topology.ts';
import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import type { Reaction } from '../shared/choreography/reaction.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Caller, callerOf } from '../shared/http/caller.ts';
import { callPolicies } from '../shared/http/policies.ts';
import { type Answer, type Incoming, route } from '../shared/http/server.ts';
import type { ServiceContext, Style } from '../style.ts';

/** What follows the payment. The charge itself is a call, so that the user learns at once whether it went through. */
const choreography: Readonly<Record<ServiceName, readonly Reaction[]>> = {
  subscriptions: [
    { on: 'PaymentCompleted', step: 'activate' },
    { on: 'PaymentFailed', step: 'cancel' },
    { on: 'RecommendationsFailed', step: 'cancel' },
  ],
  payments: [
    { on: 'SubscriptionGivenUp', step: 'refund' },
    {
      on: 'CallerRestarted',
      step: 'voidCharge',
      tells: { voided: { event: 'PaymentFailed', reason: 'failed' } },
    },
    { on: 'RecommendationsFailed', step: 'refund' },
  ],
  recommendations: [
    {
      on: 'PaymentCompleted',
      step: 'recommend',
      tells: { recommended: { event: 'RecommendationsReady' } },
      givenUp: { undo: null, event: 'RecommendationsFailed' },
    },
  ],
  notifications: [
    { on: 'RecommendationsReady', step: 'notify', notice: () => 'ready' },
    {
      on: 'PaymentFailed',
      step: 'notify',
      notice: ({ reason }) => (reason === 'declined' ? 'declined' : 'failed'),
    },
    { on: 'RecommendationsFailed', step: 'notify', notice: () => 'failed' },
  ],
};

const roles = Object.keys(choreography) as ServiceName[];

const charge = async (
  self: ServiceContext,
  { announce }: Participant,
  incoming: Incoming,
): Promise<Answer> => {
  const { requestId, userId, plan } = incoming.order;
  const { effect } = await admitted(
    self,
    incoming,
    { step: 'charge', once: self.policies.idempotency },
    (call) =>
      announce(call, (stands) => {
        if (stands === 'charged') return { event: 'PaymentCompleted', requestId, userId, plan };
        return {
          event: 'PaymentFailed',
          requestId,
          userId,
          plan,
          reason: stands === 'declined' ? 'declined' : 'failed',
        };
      }),
  );
  if (effect === 'charged') return { status: 200, outcome: 'done' };
  return effect === 'declined' ? { status: 402, outcome: 'declined' } : { status: 409, outcome: 'failed' };
};

/** Whether the charge went through is unknown: cancel, and ask payments to undo or forbid it, in one transaction. */
const giveUp = async ({ announce }: Participant, { order }: Incoming): Promise<boolean> => {
  const call = { step: 'giveUp', order, receivedAt: nowMs(), attempt: 1, once: true } as const;
  const { effect } = await announce(call, (stands) =>
    stands === 'cancelled' ? { event: 'SubscriptionGivenUp', ...order } : null,
  );
  return effect === 'activated';
};

const subscribe = async (
  self: ServiceContext,
  participant: Participant,
  callPayments: Caller,
  incoming: Incoming,
): Promise<Answer> => {
  const { order, deadlineAt } = incoming;
  await admitted(self, incoming, { step: 'open', once: self.policies.idempotency });
  try {
    const { status, outcome } = await callPayments({ method: 'POST', path: '/charges', order, deadlineAt });
    if (outcome === 'declined') return { status: 402, outcome: 'declined' };
    if (status !== 200) throw new StepFailure(`payments answered ${status}`, 502);
    return { status: 202, outcome: 'accepted' };
  } catch (error) {
    const status = error instanceof StepFailure ? error.status : 500;
    if (!self.policies.compensation) return { status, outcome: 'failed' };
    const active = await giveUp(participant, incoming);
    return active ? { status: 202, outcome: 'accepted' } : { status, outcome: 'failed' };
  }
};

/**
 * After a restart nobody knows which of the opened requests were charged. Those that were have been told of by an event;
 * payments forbids the charge of the others and says so.
 */
const recover = async (self: ServiceContext, { tell }: Participant): Promise<void> => {
  for (const order of await self.store.unsettled()) await tell({ event: 'CallerRestarted', ...order });
};

const reportTo =
  (self: ServiceContext) =>
  (error: unknown): void =>
    self.log(`recovery: ${messageOf(error)}`);

/** Mixed: the payment is a synchronous call, everything after it is events. */
export const hybrid: Style = {
  name: 'hybrid',
  answers: 'when-accepted',
  needs: ['rabbitmq'],
  services: roles,
  frontDoor: 'subscriptions',
  liveUpdates: 'notifications',
  policies: [
    ...callPolicies,
    'publish',
    'acks',
    'dedup',
    'queue',
    'prefetch',
    'maxDeliveries',
    'singleActiveConsumer',
  ],
  topology: (prefix, policies) => topologyOf(roles, prefix, policies),
  serve: (self) =>
    serveParticipant(self, {
      reactions: choreography[self.role as ServiceName],
      pushesNotices: self.role === 'notifications',
      routes: (app, participant) => {
        if (self.role === 'subscriptions') {
          const callPayments = callerOf(self, 'payments');
          if (self.policies.compensation) recover(self, participant).catch(reportTo(self));
          route(app, 'post', '/subscriptions', self.gauges, (incoming) =>
            subscribe(self, participant, callPayments, incoming),
          );
        }
        if (self.role === 'payments') {
          route(app, 'post', '/charges', self.gauges, (incoming) => charge(self, participant, incoming));
        }
      },
    }),
};
