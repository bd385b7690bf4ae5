import { admitted } from '../shared/http/admit.ts';
import type { CallPolicies } from '../shared/http/policies.ts';
import { jsonApp, route, serveApp } from '../shared/http/server.ts';
import { noticeFrom } from '../shared/notice.ts';
import type { Served, ServiceContext } from '../style.ts';

export const serveNotifications = (self: ServiceContext<CallPolicies>): Promise<Served> => {
  const app = jsonApp();
  route(app, 'post', '/notices', self.gauges, async (incoming) => {
    const notice = noticeFrom(incoming.body['notice']);
    await admitted(self, incoming, { step: 'notify', notice, once: self.policies.idempotency });
    return { status: 200, outcome: 'done' };
  });
  return serveApp(app, self);
};
