import { nowMs } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { failureStatusOf, StepFailure } from '../../workflow/step-failure.ts';
import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Caller, callerOf } from '../shared/http/caller.ts';
import { type Incoming, route, type StepAnswer } from '../shared/http/server.ts';
import { ofRole } from '../shared/of-role.ts';
import type { Served, ServiceContext } from '../style.ts';
import { choreography } from './choreography.ts';
import type { HybridPolicies } from './policies.ts';

type Self = ServiceContext<HybridPolicies>;

const charge = async (self: Self, { announce }: Participant, incoming: Incoming): Promise<StepAnswer> => {
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
  self: Self,
  participant: Participant,
  callPayments: Caller,
  incoming: Incoming,
): Promise<StepAnswer> => {
  const { order, deadlineAt } = incoming;
  await admitted(self, incoming, { step: 'open', once: self.policies.idempotency });
  try {
    const { status, outcome } = await callPayments({ method: 'POST', path: '/charges', order, deadlineAt });
    if (outcome === 'declined') return { status: 402, outcome: 'declined' };
    if (status !== 200) throw new StepFailure(`payments answered ${status}`, 502);
    return { status: 202, outcome: 'accepted' };
  } catch (error) {
    const status = failureStatusOf(error) ?? 500;
    if (!self.policies.compensation) return { status, outcome: 'failed' };
    const active = await giveUp(participant, incoming);
    return active ? { status: 202, outcome: 'accepted' } : { status, outcome: 'failed' };
  }
};

/**
 * After a restart nobody knows which of the opened requests were charged. Those that were have been told of by an event;
 * payments forbids the charge of the others and says so.
 */
const recover = async (self: Self, { publish }: Participant): Promise<void> => {
  for (const order of await self.store.unsettled()) await publish({ event: 'CallerRestarted', ...order });
};

const reportTo =
  (self: Self) =>
  (error: unknown): void =>
    self.log(`recovery: ${messageOf(error)}`);

export const serveHybrid = (self: Self): Promise<Served> =>
  serveParticipant(self, {
    reactions: ofRole(choreography, self.role),
    publish: self.policies.publish,
    eventLog: 'none',
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
  });
