import type { ServiceName } from '../../workflow/order.ts';
import type { CallPolicies } from '../shared/http/policies.ts';
import { ofRole } from '../shared/of-role.ts';
import type { Served, ServiceContext } from '../style.ts';
import { serveNotifications } from './notifications.ts';
import { servePayments } from './payments.ts';
import { serveRecommendations } from './recommendations.ts';
import { serveSubscriptions } from './subscriptions.ts';

type Self = ServiceContext<CallPolicies>;

const services: Readonly<Record<ServiceName, (self: Self) => Promise<Served>>> = {
  subscriptions: serveSubscriptions,
  payments: servePayments,
  recommendations: serveRecommendations,
  notifications: serveNotifications,
};

export const serveHttp = (self: Self): Promise<Served> => ofRole(services, self.role)(self);
