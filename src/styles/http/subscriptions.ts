import { failureStatusOf, StepFailure } from '../../workflow/step-failure.ts';
import { admitted } from '../shared/http/admit.ts';
import { type Caller, callerOf } from '../shared/http/caller.ts';
import { giveUp } from '../shared/http/give-up.ts';
import type { CallPolicies } from '../shared/http/policies.ts';
import { type Refunder, startRefunder } from '../shared/http/refunder.ts';
import { type Incoming, jsonApp, route, type StepAnswer, serveApp } from '../shared/http/server.ts';
import type { Served, ServiceContext } from '../style.ts';

const active: StepAnswer = { status: 201, outcome: 'active' };
const declined: StepAnswer = { status: 402, outcome: 'declined' };
const failed = (status: number): StepAnswer => ({ status, outcome: 'failed' });

const subscribe = async (
  self: ServiceContext<CallPolicies>,
  refunder: Refunder,
  callPayments: Caller,
  incoming: Incoming,
): Promise<StepAnswer> => {
  const { order, deadlineAt, receivedAt } = incoming;
  const once = self.policies.idempotency;
  await admitted(self, incoming, { step: 'open', once });
  try {
    const charge = await callPayments({ method: 'POST', path: '/charges', order, deadlineAt });
    if (charge.outcome === 'declined') {
      await self.step({ step: 'cancel', order, receivedAt, attempt: 1, once });
      return declined;
    }
    if (charge.status !== 200) throw new StepFailure(`payments answered ${charge.status}`, 502);
    const { effect } = await self.step({ step: 'activate', order, receivedAt, attempt: 1, once });
    return effect === 'activated' ? active : failed(409);
  } catch (error) {
    const status = failureStatusOf(error) ?? 500;
    if (!self.policies.compensation) return failed(status);
    const { effect } = await giveUp(self, refunder, order);
    // Another try of the same request was faster and has completed it.
    return effect === 'activated' ? active : failed(status);
  }
};

/** What was in flight when an earlier process of this instance was killed can only be given up: its caller is gone. */
const recover = async (self: ServiceContext<CallPolicies>, refunder: Refunder): Promise<void> => {
  for (const order of await self.store.unsettled()) await giveUp(self, refunder, order);
};

export const serveSubscriptions = async (self: ServiceContext<CallPolicies>): Promise<Served> => {
  const callPayments = callerOf(self, 'payments');
  const refunder = startRefunder(self, callPayments);
  if (self.policies.compensation) await recover(self, refunder);
  const app = jsonApp();
  route(app, 'post', '/subscriptions', self.gauges, (incoming) =>
    subscribe(self, refunder, callPayments, incoming),
  );
  const served = await serveApp(app, self);
  return {
    port: served.port,
    [Symbol.asyncDispose]: async () => {
      await refunder[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
};
