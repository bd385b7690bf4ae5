import { openingStep, settlingStep } from '../../../workflow/definition.ts';
import type { Served, ServiceContext } from '../../style.ts';
import { admitted } from '../http/admit.ts';
import { callersOf } from '../http/caller.ts';
import { active, done, doStep, failed, undoStep } from '../http/do-step.ts';
import { cancelDeclined, giveUp } from '../http/give-up.ts';
import type { CallPolicies } from '../http/policies.ts';
import { jsonApp, route, serveApp } from '../http/server.ts';
import { startUndoer, type Undoer } from '../http/undoer.ts';
import { type Leases, startLeases } from './leases.ts';

type Self = ServiceContext<CallPolicies>;
type App = ReturnType<typeof jsonApp>;

/** Opens, puts in force, and gives up what its coordinator leaves behind. */
const addFrontDoor = (self: Self, app: App, undoer: Undoer, leases: Leases | null): void => {
  const { compensation, idempotency: once } = self.policies;
  const opening = openingStep(self.workflow);
  const settling = settlingStep(self.workflow);
  route(app, 'post', opening.path, self.gauges, async (incoming) => {
    leases?.hold(incoming.order, incoming.deadlineAt);
    return doStep(self, opening, incoming);
  });
  route(app, 'post', settling.path, self.gauges, async (incoming) => {
    const { effect } = await admitted(self, incoming, { step: settling.name, once });
    leases?.release(incoming.order.requestId);
    return effect === settling.effect ? active : failed(409);
  });
  route(app, 'delete', opening.path, self.gauges, async ({ order, receivedAt, body }) => {
    if (body['because'] === 'declined') {
      await cancelDeclined(self, undoer, { order, receivedAt, once });
      leases?.release(order.requestId);
      return done;
    }
    if (!compensation) return done;
    const { effect } = await giveUp(self, undoer, order);
    leases?.release(order.requestId);
    // Another try of the same request was faster and has completed it.
    return effect === settling.effect ? active : done;
  });
};

/** A service of a workflow that somebody else coordinates: it does its steps when it is called, and calls nobody. */
export const serveCoordinated = async (self: Self): Promise<Served> => {
  const { workflow, role, policies } = self;
  const opening = openingStep(workflow);
  const isFront = role === opening.service;
  const app = jsonApp();
  const undoer = isFront ? startUndoer(self, callersOf(self)) : null;
  const leases =
    undoer !== null && policies.compensation
      ? await startLeases(self, (order) => giveUp(self, undoer, order))
      : null;
  if (undoer !== null) addFrontDoor(self, app, undoer, leases);
  for (const step of workflow.steps) {
    if (step.service !== role || step === opening || step.role === 'puts-in-force') continue;
    route(app, 'post', step.path, self.gauges, (incoming) => doStep(self, step, incoming));
    const { undo } = step;
    if (undo !== null)
      route(app, 'delete', step.path, self.gauges, (incoming) => undoStep(self, undo.step, incoming));
  }
  const served = await serveApp(app, self);
  return {
    port: served.port,
    // Leases and what is still to be undone stand in the ledger and the outbox, for the next process of this instance.
    drain: served.drain,
    [Symbol.asyncDispose]: async () => {
      await leases?.[Symbol.asyncDispose]();
      await undoer?.[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
};
