import { serviceNames } from '../../workflow/order.ts';
import { failureStatusOf, StepFailure } from '../../workflow/step-failure.ts';
import { plan } from '../shared/coordinated/plan.ts';
import { serveCoordinated } from '../shared/coordinated/services.ts';
import { type Caller, callerOf } from '../shared/http/caller.ts';
import type { CallPolicies } from '../shared/http/policies.ts';
import { type Incoming, jsonApp, route, type StepAnswer, serveApp } from '../shared/http/server.ts';
import type { ClientCall, Served, ServiceContext } from '../style.ts';

type Self = ServiceContext<CallPolicies>;

type Ask = (call: ClientCall) => ReturnType<Caller>;

const asking = (callers: Readonly<Record<string, Caller>>, { order, deadlineAt }: Incoming): Ask => {
  return ({ role: to, method, path, extra }) =>
    callers[to]!({ method, path, order, deadlineAt, ...(extra ? { extra } : {}) });
};

const follow = async (ask: Ask): Promise<StepAnswer> => {
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

const subscribe = async (self: Self, ask: Ask): Promise<StepAnswer> => {
  try {
    return await follow(ask);
  } catch (error) {
    const status = failureStatusOf(error) ?? 500;
    if (!self.policies.compensation) return { status, outcome: 'failed' };
    // Where this does not get through, subscriptions gives the request up when its time is over.
    const left = await ask(plan.failed).catch(() => null);
    return left?.outcome === 'active' ? { status: 201, outcome: 'active' } : { status, outcome: 'failed' };
  }
};

const serveCoordinator = (self: Self): Promise<Served> => {
  const callers = Object.fromEntries(serviceNames.map((service) => [service, callerOf(self, service)]));
  const app = jsonApp();
  route(app, 'post', '/subscriptions', self.gauges, (incoming) => subscribe(self, asking(callers, incoming)));
  return serveApp(app, self);
};

/** The role's service: the coordinator, or one of the four that it calls. */
export const serveBff = (self: Self): Promise<Served> =>
  self.role === 'bff' ? serveCoordinator(self) : serveCoordinated(self);
