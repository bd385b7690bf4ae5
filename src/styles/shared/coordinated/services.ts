import type { ServiceName } from '../../../workflow/order.ts';
import type { Served, ServiceContext } from '../../style.ts';
import { admitted } from '../http/admit.ts';
import { callerOf } from '../http/caller.ts';
import { giveUp } from '../http/give-up.ts';
import type { CallPolicies } from '../http/policies.ts';
import { startRefunder } from '../http/refunder.ts';
import { jsonApp, route, type StepAnswer, serveApp } from '../http/server.ts';
import { noticeFrom } from '../notice.ts';
import { ofRole } from '../of-role.ts';
import { startLeases } from './leases.ts';

type Self = ServiceContext<CallPolicies>;

const done: StepAnswer = { status: 200, outcome: 'done' };
const active: StepAnswer = { status: 201, outcome: 'active' };
const failed: StepAnswer = { status: 409, outcome: 'failed' };

/** Opens, activates, and gives up what its coordinator leaves behind. */
const serveSubscriptions = async (self: Self): Promise<Served> => {
  const { compensation, idempotency: once } = self.policies;
  const refunder = startRefunder(self, callerOf(self, 'payments'));
  const leases = compensation ? await startLeases(self, (order) => giveUp(self, refunder, order)) : null;
  const app = jsonApp();
  route(app, 'post', '/subscriptions', self.gauges, async (incoming) => {
    leases?.hold(incoming.order, incoming.deadlineAt);
    await admitted(self, incoming, { step: 'open', once });
    return done;
  });
  route(app, 'post', '/activations', self.gauges, async (incoming) => {
    const { effect } = await admitted(self, incoming, { step: 'activate', once });
    leases?.release(incoming.order.requestId);
    return effect === 'activated' ? active : failed;
  });
  route(app, 'delete', '/subscriptions', self.gauges, async ({ order, receivedAt, body }) => {
    if (body['because'] === 'declined') {
      await self.step({ step: 'cancel', order, receivedAt, attempt: 1, once });
      leases?.release(order.requestId);
      return done;
    }
    if (!compensation) return done;
    const { effect } = await giveUp(self, refunder, order);
    leases?.release(order.requestId);
    // Another try of the same request was faster and has completed it.
    return effect === 'activated' ? active : done;
  });
  const served = await serveApp(app, self);
  return {
    port: served.port,
    [Symbol.asyncDispose]: async () => {
      await leases?.[Symbol.asyncDispose]();
      await refunder[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
};

const servePayments = (self: Self): Promise<Served> => {
  const app = jsonApp();
  route(app, 'post', '/charges', self.gauges, async (incoming) => {
    const { effect } = await admitted(self, incoming, { step: 'charge', once: self.policies.idempotency });
    if (effect === 'charged') return done;
    return effect === 'declined' ? { status: 402, outcome: 'declined' } : failed;
  });
  route(app, 'delete', '/charges', self.gauges, async ({ order, receivedAt }) => {
    await self.step({ step: 'refund', order, receivedAt, attempt: 1, once: false });
    return done;
  });
  return serveApp(app, self);
};

const serveRecommendations = (self: Self): Promise<Served> => {
  const app = jsonApp();
  route(app, 'post', '/recommendations', self.gauges, async (incoming) => {
    await admitted(self, incoming, { step: 'recommend', once: self.policies.idempotency });
    return done;
  });
  return serveApp(app, self);
};

const serveNotifications = (self: Self): Promise<Served> => {
  const app = jsonApp();
  route(app, 'post', '/notices', self.gauges, async (incoming) => {
    const notice = noticeFrom(incoming.body['notice']);
    await admitted(self, incoming, { step: 'notify', notice, once: self.policies.idempotency });
    return done;
  });
  return serveApp(app, self);
};

const services: Readonly<Record<ServiceName, (self: Self) => Promise<Served>>> = {
  subscriptions: serveSubscriptions,
  payments: servePayments,
  recommendations: serveRecommendations,
  notifications: serveNotifications,
};

/** The four services of a workflow that somebody else coordinates: each does its step when it is called, and calls nobody. */
export const serveCoordinated = (self: Self): Promise<Served> => ofRole(services, self.role)(self);
