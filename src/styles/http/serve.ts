import { nowMs } from '../../shared/clock.ts';
import { runInOrder } from '../../shared/task-graph.ts';
import { openingStep, settlingStep, tellingStep, type WorkflowStep } from '../../workflow/definition.ts';
import { bareOrder } from '../../workflow/order.ts';
import { failureStatusOf, StepFailure } from '../../workflow/step-failure.ts';
import { callTreeOf } from '../shared/compiled/call-tree.ts';
import { backgroundCalls } from '../shared/http/background.ts';
import { callersOf } from '../shared/http/caller.ts';
import { active, declined, done, doStep, failed, noticeExtra, undoStep } from '../shared/http/do-step.ts';
import { cancelDeclined, giveUp } from '../shared/http/give-up.ts';
import type { CallPolicies } from '../shared/http/policies.ts';
import { type Incoming, jsonApp, route, type StepAnswer, serveApp } from '../shared/http/server.ts';
import { startUndoer, type Undoer } from '../shared/http/undoer.ts';
import type { Served, ServiceContext } from '../style.ts';

type Self = ServiceContext<CallPolicies>;

/** One of the called steps said no, so that nothing more is called. */
class Declined extends Error {}

/** Asks for a step and waits for all that its service calls in turn. */
type Ask = (step: WorkflowStep, incoming: Incoming, notice?: string) => Promise<StepAnswer>;

/** Does a step of this service and calls what comes after it. */
const chainOf = (self: Self) => {
  const { workflow, role } = self;
  const tree = callTreeOf(workflow);
  const callers = callersOf(self);
  const background = backgroundCalls(self);

  const ask: Ask = async (step, incoming, notice) => {
    const { deadlineAt } = incoming;
    // Bad news needs nothing of what the order carries.
    const order = notice === undefined ? incoming.order : bareOrder(incoming.order);
    const extra = noticeExtra(step, notice);
    if (step.service === role)
      return perform(step, { ...incoming, order, receivedAt: nowMs(), body: extra.extra ?? {} });
    const answer = await callers(step.service)({
      method: 'POST',
      path: step.path,
      order,
      deadlineAt,
      ...extra,
    });
    if (answer.outcome === 'declined') return declined;
    return answer.status === 200 ? done : failed(answer.status);
  };

  /** Branches that do not wait for one another are called at the same time; all of them are waited for. */
  const callNext = async (caller: string, incoming: Incoming): Promise<StepAnswer> => {
    const calls = tree.get(caller) ?? [];
    if (calls.length === 0) return done;
    try {
      await runInOrder(calls, async (place) => {
        const step = calls[place]?.step;
        if (step === undefined) return;
        if (step.optional) {
          background.begin(() => ask(step, { ...incoming, deadlineAt: Number.POSITIVE_INFINITY }));
          return;
        }
        const { outcome, status } = await ask(step, incoming);
        if (outcome === 'declined') throw new Declined();
        if (status !== 200) throw new StepFailure(`${step.service} answered ${status}`, 502);
      });
      return done;
    } catch (error) {
      if (error instanceof Declined) return declined;
      throw error;
    }
  };

  const perform = async (step: WorkflowStep, incoming: Incoming): Promise<StepAnswer> => {
    const own = await doStep(self, step, incoming);
    if (own.outcome === 'done') return callNext(step.name, incoming);
    // The notice is a courtesy: the answer itself already says it, so its failure changes nothing.
    if (own.outcome === 'declined')
      await ask(tellingStep(workflow), incoming, 'declined').catch(() => undefined);
    return own;
  };

  return { callers, perform, callNext, background };
};

type Chain = ReturnType<typeof chainOf>;

/** The front door: opens, has everything called, and puts in force on the way back. */
const answerClient = async (
  self: Self,
  { callNext }: Chain,
  undoer: Undoer,
  incoming: Incoming,
): Promise<StepAnswer> => {
  const { order, receivedAt } = incoming;
  const { idempotency: once, compensation } = self.policies;
  const opening = openingStep(self.workflow);
  const settling = settlingStep(self.workflow);
  await doStep(self, opening, incoming);
  try {
    const { outcome } = await callNext(opening.name, incoming);
    if (outcome === 'declined') {
      await cancelDeclined(self, undoer, { order, receivedAt, once });
      return declined;
    }
    const { effect } = await self.step({ step: settling.name, order, receivedAt, attempt: 1, once });
    return effect === settling.effect ? active : failed(409);
  } catch (error) {
    const status = failureStatusOf(error) ?? 500;
    if (!compensation) return failed(status);
    const { effect } = await giveUp(self, undoer, order);
    // Another try of the same request was faster and has completed it.
    return effect === settling.effect ? active : failed(status);
  }
};

/** What was in flight when an earlier process of this instance was killed can only be given up: its caller is gone. */
const recover = async (self: Self, undoer: Undoer): Promise<void> => {
  for (const order of await self.store.unsettled()) await giveUp(self, undoer, order);
};

/** Every service does its steps when they are called, and holds its caller's connection until all that it calls has answered. */
export const serveHttp = async (self: Self): Promise<Served> => {
  const { workflow, role, policies } = self;
  const opening = openingStep(workflow);
  const chain = chainOf(self);
  const undoer = role === opening.service ? startUndoer(self, chain.callers) : null;
  if (undoer !== null && policies.compensation) await recover(self, undoer);
  const app = jsonApp();
  for (const step of workflow.steps) {
    if (step.service !== role || step.role === 'puts-in-force') continue;
    route(app, 'post', step.path, self.gauges, (incoming) =>
      step === opening && undoer !== null
        ? answerClient(self, chain, undoer, incoming)
        : chain.perform(step, incoming),
    );
    const { undo } = step;
    if (undo !== null)
      route(app, 'delete', step.path, self.gauges, (incoming) => undoStep(self, undo.step, incoming));
  }
  const served = await serveApp(app, self);
  return {
    port: served.port,
    // What is still to be undone stands in the outbox: the next process of this instance goes on with it.
    drain: async () => {
      await served.drain();
      await chain.background.over();
    },
    [Symbol.asyncDispose]: async () => {
      await undoer?.[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
};
