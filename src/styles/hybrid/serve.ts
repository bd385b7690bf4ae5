import { nowMs } from '../../shared/clock.ts';
import { messageOf } from '../../shared/errors.ts';
import { runInOrder, tasksOf } from '../../shared/task-graph.ts';
import {
  cancelling,
  openingStep,
  settlingStep,
  tellingStep,
  type WorkflowStep,
} from '../../workflow/definition.ts';
import { bareOrder } from '../../workflow/order.ts';
import { failureStatusOf, StepFailure } from '../../workflow/step-failure.ts';
import { followUp } from '../shared/choreography/follow-up.ts';
import { type Participant, serveParticipant } from '../shared/choreography/participant.ts';
import { callsFor } from '../shared/compiled/plan.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Callers, callersOf } from '../shared/http/caller.ts';
import { declined, done, failed } from '../shared/http/do-step.ts';
import { type Incoming, route, type StepAnswer } from '../shared/http/server.ts';
import { ofRole } from '../shared/of-role.ts';
import type { Served, ServiceContext } from '../style.ts';
import { calledSteps } from './called-steps.ts';
import type { HybridPolicies } from './policies.ts';
import { announcedBy, reactionsBeside } from './reactions.ts';

type Self = ServiceContext<HybridPolicies>;

const accepted: StepAnswer = { status: 202, outcome: 'accepted' };

/** A called service said no, so that nothing more is called. */
class Declined extends Error {}

/** Does a step for its caller, and tells those who wait for it. */
const doCalled = async (
  self: Self,
  { announce }: Participant,
  called: readonly WorkflowStep[],
  step: WorkflowStep,
  incoming: Incoming,
): Promise<StepAnswer> => {
  const told = announcedBy(self.workflow, called, step);
  const { effect } = await admitted(
    self,
    incoming,
    { step: step.name, once: self.policies.idempotency },
    (call) =>
      announce(call, (stands) => {
        const next = told[stands];
        return next === undefined ? null : followUp(incoming.order, next);
      }),
  );
  if (effect === step.forbid.effect) return failed(409);
  return effect === step.declined ? declined : done;
};

/** Whether the calls went through is unknown: cancel, and ask their services to undo or forbid them, in one transaction. */
const giveUp = async (self: Self, { announce }: Participant, { order }: Incoming): Promise<boolean> => {
  const { workflow } = self;
  const call = { step: workflow.giveUp, order, receivedAt: nowMs(), attempt: 1, once: true } as const;
  const cancelled = cancelling(workflow).effect;
  const { effect } = await announce(call, (stands) =>
    stands === cancelled ? { event: workflow.givenUp, ...bareOrder(order) } : null,
  );
  return effect === settlingStep(workflow).effect;
};

const callAll = async (
  callers: Callers,
  called: readonly WorkflowStep[],
  incoming: Incoming,
): Promise<void> => {
  const { order, deadlineAt } = incoming;
  const calls = callsFor(called);
  await runInOrder(tasksOf(calls), async (place) => {
    const { role, path } = calls[place]!;
    const { status, outcome } = await callers(role)({ method: 'POST', path, order, deadlineAt });
    if (outcome === 'declined') throw new Declined();
    if (status !== 200) throw new StepFailure(`${role} answered ${status}`, 502);
  });
};

const answerClient = async (
  self: Self,
  participant: Participant,
  callers: Callers,
  called: readonly WorkflowStep[],
  incoming: Incoming,
): Promise<StepAnswer> => {
  const opening = openingStep(self.workflow);
  const told = announcedBy(self.workflow, called, opening);
  await admitted(self, incoming, { step: opening.name, once: self.policies.idempotency }, (call) =>
    participant.announce(call, (stands) => {
      const next = told[stands];
      return next === undefined ? null : followUp(incoming.order, next);
    }),
  );
  try {
    await callAll(callers, called, incoming);
    return accepted;
  } catch (error) {
    if (error instanceof Declined) return declined;
    const status = failureStatusOf(error) ?? 500;
    if (!self.policies.compensation) return failed(status);
    return (await giveUp(self, participant, incoming)) ? accepted : failed(status);
  }
};

/**
 * After a restart nobody knows which of the opened requests got how far. Those whose calls were all done have been told of by an
 * event; the services of the last called steps forbid the others and say so.
 */
const recover = async (self: Self, { publish }: Participant): Promise<void> => {
  const { callerRestarted: event } = self.workflow;
  for (const order of await self.store.unsettled()) await publish({ event, ...order });
};

const reportTo =
  (self: Self) =>
  (error: unknown): void =>
    self.log(`recovery: ${messageOf(error)}`);

export const serveHybrid = (self: Self): Promise<Served> => {
  const { workflow, role, policies } = self;
  const opening = openingStep(workflow);
  const called = calledSteps(workflow, policies.callsUntil);
  return serveParticipant(self, {
    reactions: ofRole(reactionsBeside(workflow, called), role),
    publish: policies.publish,
    eventLog: 'none',
    pushesNotices: role === tellingStep(workflow).service,
    routes: (app, participant) => {
      for (const step of called)
        if (step.service === role)
          route(app, 'post', step.path, self.gauges, (incoming) =>
            doCalled(self, participant, called, step, incoming),
          );
      if (role !== opening.service) return;
      // Where nothing is called, nothing can have stopped at a caller; the event of the opening goes on by itself.
      if (policies.compensation && called.length > 0) recover(self, participant).catch(reportTo(self));
      const callers = callersOf(self);
      route(app, 'post', opening.path, self.gauges, (incoming) =>
        answerClient(self, participant, callers, called, incoming),
      );
    },
  });
};
