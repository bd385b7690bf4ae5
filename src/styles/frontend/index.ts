import { plan } from '../shared/coordinated/plan.ts';
import { coordinatedServices } from '../shared/coordinated/services.ts';
import { callPolicies } from '../shared/http/policies.ts';
import type { Style } from '../style.ts';

/** The client itself calls the four services one after the other; no process of ours coordinates. */
export const frontend: Style = {
  name: 'frontend',
  answers: 'when-done',
  needs: [],
  services: Object.keys(coordinatedServices),
  frontDoor: 'subscriptions',
  clientPlan: plan,
  liveUpdates: null,
  // Those of the refund that subscriptions owes; what the client does is in its plan.
  policies: callPolicies,
  serve: (self) => coordinatedServices[self.role as keyof typeof coordinatedServices](self),
};
