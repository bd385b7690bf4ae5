import { StepFailure } from '../../workflow/step-failure.ts';
import { plan } from '../shared/coordinated/plan.ts';
import { coordinatedServices } from '../shared/coordinated/services.ts';
import { type Caller, callerOf } from '../shared/http/caller.ts';
import { callPolicies } from '../shared/http/policies.ts';
import { type Answer, type Incoming, jsonApp, route, serveApp } from '../shared/http/server.ts';
import type { ClientCall, Served, ServiceContext, Style } from '../style.ts';

const role = 'bff';

type Ask = (call: ClientCall) => ReturnType<Caller>;

const asking = (callers: Readonly<Record<string, Caller>>, { order, deadlineAt }: Incoming): Ask => {
  return ({ role: to, method, path, extra }) =>
    callers[to]!({ method, path, order, deadlineAt, ...(extra ? { extra } : {}) });
};

const follow = async (ask: Ask): Promise<Answer> => {
  let last = { status: 500, outcome: '' };
  for (const call of plan.calls) {
    last = await ask(call);
    if (last.outcome === 'declined') {
      // A courtesy and tidying up: the answer says it already, and an open request is given up in time.
      for (const after of plan.declined) await ask(after).catch(() => undefined);
      return { status: 402, outcome: 'declined' };
    }
    if (last.status > 299) throw new StepFailure(`${call.role} answered ${last.status}`, 502);
  }
  return { status: last.status, outcome: 'active' };
};

const subscribe = async (self: ServiceContext, ask: Ask): Promise<Answer> => {
  try {
    return await follow(ask);
  } catch (error) {
    const status = error instanceof StepFailure ? error.status : 500;
    if (!self.policies.compensation) return { status, outcome: 'failed' };
    // Where this does not get through, subscriptions gives the request up when its time is over.
    const left = await ask(plan.failed).catch(() => null);
    return left?.outcome === 'active' ? { status: 201, outcome: 'active' } : { status, outcome: 'failed' };
  }
};

const serveBff = (self: ServiceContext): Promise<Served> => {
  const callers = Object.fromEntries(
    Object.keys(coordinatedServices).map((service) => [service, callerOf(self, service)]),
  );
  const app = jsonApp();
  route(app, 'post', '/subscriptions', self.gauges, (incoming) => subscribe(self, asking(callers, incoming)));
  return serveApp(app, self);
};

/** A backend-for-frontend calls the four services one after the other; they do not know one another. */
export const bff: Style = {
  name: 'bff',
  answers: 'when-done',
  needs: [],
  services: [...Object.keys(coordinatedServices), role],
  frontDoor: role,
  liveUpdates: null,
  policies: callPolicies,
  serve: (self) =>
    self.role === role
      ? serveBff(self)
      : coordinatedServices[self.role as keyof typeof coordinatedServices](self),
};
