import { admitted } from '../shared/http/admit.ts';
import { callerOf } from '../shared/http/caller.ts';
import type { CallPolicies } from '../shared/http/policies.ts';
import { jsonApp, route, serveApp } from '../shared/http/server.ts';
import type { Served, ServiceContext } from '../style.ts';

export const serveRecommendations = (self: ServiceContext<CallPolicies>): Promise<Served> => {
  const callNotifications = callerOf(self, 'notifications');
  const app = jsonApp();
  route(app, 'post', '/recommendations', self.gauges, async (incoming) => {
    const { order, deadlineAt } = incoming;
    await admitted(self, incoming, { step: 'recommend', once: self.policies.idempotency });
    const extra = { notice: 'ready' };
    const { status } = await callNotifications({
      method: 'POST',
      path: '/notices',
      order,
      deadlineAt,
      extra,
    });
    return status === 200 ? { status: 200, outcome: 'done' } : { status: 502, outcome: 'failed' };
  });
  return serveApp(app, self);
};
