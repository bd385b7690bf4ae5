import { admitted } from '../shared/http/admit.ts';
import { type Caller, callerOf } from '../shared/http/caller.ts';
import type { CallPolicies } from '../shared/http/policies.ts';
import { type Incoming, jsonApp, route, type StepAnswer, serveApp } from '../shared/http/server.ts';
import type { Served, ServiceContext } from '../style.ts';

const charge = async (
  self: ServiceContext<CallPolicies>,
  callRecommendations: Caller,
  callNotifications: Caller,
  incoming: Incoming,
): Promise<StepAnswer> => {
  const { order, deadlineAt } = incoming;
  const { effect } = await admitted(self, incoming, { step: 'charge', once: self.policies.idempotency });
  if (effect === 'voided') return { status: 409, outcome: 'failed' };
  if (effect === 'declined') {
    // The notice is a courtesy: the answer itself already says it, so its failure changes nothing.
    const extra = { notice: 'declined' };
    await callNotifications({ method: 'POST', path: '/notices', order, deadlineAt, extra }).catch(
      () => undefined,
    );
    return { status: 402, outcome: 'declined' };
  }
  const { status } = await callRecommendations({
    method: 'POST',
    path: '/recommendations',
    order,
    deadlineAt,
  });
  return status === 200 ? { status: 200, outcome: 'done' } : { status: 502, outcome: 'failed' };
};

const refund = async (
  self: ServiceContext<CallPolicies>,
  { order, receivedAt }: Incoming,
): Promise<StepAnswer> => {
  await self.step({ step: 'refund', order, receivedAt, attempt: 1, once: false });
  return { status: 200, outcome: 'done' };
};

export const servePayments = (self: ServiceContext<CallPolicies>): Promise<Served> => {
  const callRecommendations = callerOf(self, 'recommendations');
  const callNotifications = callerOf(self, 'notifications');
  const app = jsonApp();
  route(app, 'post', '/charges', self.gauges, (incoming) =>
    charge(self, callRecommendations, callNotifications, incoming),
  );
  route(app, 'delete', '/charges', self.gauges, (incoming) => refund(self, incoming));
  return serveApp(app, self);
};
