import { serviceNames } from '../../workflow/order.ts';
import { plan } from '../shared/coordinated/plan.ts';
import { type CallPolicies, callPolicies } from '../shared/http/policies.ts';
import type { Style } from '../style.ts';

/** The client itself calls the four services one after the other; no process of ours coordinates. */
export const frontend: Style<CallPolicies> = {
  name: 'frontend',
  answers: 'when-done',
  needs: [],
  services: serviceNames,
  frontDoor: 'subscriptions',
  clientPlan: plan,
  liveUpdates: null,
  // Those of the refund that subscriptions owes; what the client does is in its plan.
  policies: callPolicies,
  serve: async (self) => (await import('../shared/coordinated/services.ts')).serveCoordinated(self),
};
