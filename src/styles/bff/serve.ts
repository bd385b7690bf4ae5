import { runInOrder, tasksOf } from '../../shared/task-graph.ts';
import { openingStep, serviceNamesOf } from '../../workflow/definition.ts';
import { bareOrder } from '../../workflow/order.ts';
import { failureStatusOf, StepFailure } from '../../workflow/step-failure.ts';
import { planOf } from '../shared/compiled/plan.ts';
import { serveCoordinated } from '../shared/coordinated/services.ts';
import { type BackgroundCalls, backgroundCalls } from '../shared/http/background.ts';
import { type Caller, callersOf } from '../shared/http/caller.ts';
import { active, declined, failed } from '../shared/http/do-step.ts';
import type { CallPolicies } from '../shared/http/policies.ts';
import { type Incoming, jsonApp, route, type StepAnswer, serveApp } from '../shared/http/server.ts';
import type { ClientCall, ClientPlan, Served, ServiceContext } from '../style.ts';

type Self = ServiceContext<CallPolicies>;

type Ask = (call: ClientCall, incoming: Incoming) => ReturnType<Caller>;

/** A called service said no, so that nothing more is called. */
class Declined extends Error {}

interface Coordinator {
  readonly ask: Ask;
  readonly plan: ClientPlan;
  readonly background: BackgroundCalls;
}

const follow = async ({ ask, plan, background }: Coordinator, incoming: Incoming): Promise<StepAnswer> => {
  const { calls } = plan;
  try {
    const answers = await runInOrder(tasksOf(calls), async (place) => {
      const call = calls[place]!;
      if (call.optional === true) {
        background.begin(() => ask(call, { ...incoming, deadlineAt: Number.POSITIVE_INFINITY }));
        return 200;
      }
      const { status, outcome } = await ask(call, incoming);
      if (outcome === 'declined') throw new Declined();
      if (status > 299) throw new StepFailure(`${call.role} answered ${status}`, 502);
      return status;
    });
    return { status: answers.at(-1) ?? 500, outcome: 'active' };
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
    // A courtesy and tidying up: the answer says it already, and an open request is given up in time.
    for (const after of plan.declined)
      await ask(after, { ...incoming, order: bareOrder(incoming.order) }).catch(() => undefined);
    return declined;
  }
};

const answerClient = async (
  self: Self,
  coordinator: Coordinator,
  incoming: Incoming,
): Promise<StepAnswer> => {
  try {
    return await follow(coordinator, incoming);
  } catch (error) {
    const status = failureStatusOf(error) ?? 500;
    if (!self.policies.compensation) return failed(status);
    // Where this does not get through, the service that opened the request gives it up when its time is over.
    const left = await coordinator
      .ask(coordinator.plan.failed, { ...incoming, order: bareOrder(incoming.order) })
      .catch(() => null);
    return left?.outcome === 'active' ? active : failed(status);
  }
};

const serveCoordinator = async (self: Self): Promise<Served> => {
  const callers = callersOf(self);
  for (const role of serviceNamesOf(self.workflow)) callers(role);
  const coordinator: Coordinator = {
    plan: planOf(self.workflow),
    background: backgroundCalls(self),
    ask: ({ role, method, path, extra }, { order, deadlineAt }) =>
      callers(role)({ method, path, order, deadlineAt, ...(extra ? { extra } : {}) }),
  };
  const app = jsonApp();
  route(app, 'post', openingStep(self.workflow).path, self.gauges, (incoming) =>
    answerClient(self, coordinator, incoming),
  );
  const served = await serveApp(app, self);
  return {
    ...served,
    drain: async () => {
      await served.drain();
      await coordinator.background.over();
    },
  };
};

/** The role's service: the coordinator, or one of those that it calls. */
export const serveBff = (self: Self): Promise<Served> =>
  self.role === 'bff' ? serveCoordinator(self) : serveCoordinated(self);
