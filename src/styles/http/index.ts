import { callPolicies } from '../shared/http/policies.ts';
import type { Served, ServiceContext, Style } from '../style.ts';
import { serveNotifications } from './notifications.ts';
import { servePayments } from './payments.ts';
import { serveRecommendations } from './recommendations.ts';
import { serveSubscriptions } from './subscriptions.ts';

const services: Readonly<Record<string, (self: ServiceContext) => Promise<Served>>> = {
  subscriptions: serveSubscriptions,
  payments: servePayments,
  recommendations: serveRecommendations,
  notifications: serveNotifications,
};

/** Synchronous call chain: each service holds its caller's connection until the next one has answered. */
export const http: Style = {
  name: 'http',
  answers: 'when-done',
  needs: [],
  services: Object.keys(services),
  frontDoor: 'subscriptions',
  liveUpdates: null,
  policies: callPolicies,
  serve: (self) => {
    const serve = services[self.role];
    if (serve === undefined) throw new Error(`the http style has no ${self.role} service`);
    return serve(self);
  },
};
