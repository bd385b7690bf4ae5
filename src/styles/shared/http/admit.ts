import { nowMs } from '../../../shared/clock.ts';
import type { StepCall, StepResult } from '../../../workflow/order.ts';
import { StepFailure } from '../../../workflow/step-failure.ts';
import type { ServiceContext } from '../../style.ts';
import type { AdmissionPolicies } from './policies.ts';
import type { Incoming } from './server.ts';

/**
 * Does a step for an HTTP caller: refuses when `waitersPerWorker` calls for each worker wait already (load shedding), or when
 * the caller has stopped waiting. A repeated call that needs no worker is not refused: its answer is there, or on its way.
 */
export const admitted = (
  self: ServiceContext<AdmissionPolicies>,
  incoming: Incoming,
  wanted: Omit<StepCall, 'order' | 'receivedAt' | 'attempt'>,
  perform: (call: StepCall) => Promise<StepResult> = self.step,
): Promise<StepResult> => {
  const call = { ...wanted, order: incoming.order, receivedAt: incoming.receivedAt, attempt: 1 };
  const isFull = self.waitingForSlot() >= self.workers * self.policies.waitersPerWorker;
  if (isFull && self.needsSlot(call))
    throw new StepFailure(`all ${self.workers} workers of ${self.role} are busy and the queue is full`, 503);
  if (incoming.deadlineAt <= nowMs()) throw new StepFailure('the deadline of the caller has passed', 504);
  return perform(call);
};
