import { nowMs } from '../../../shared/clock.ts';
import type { StepCall, StepResult } from '../../../workflow/order.ts';
import { StepFailure } from '../../../workflow/step-failure.ts';
import type { ServiceContext } from '../../style.ts';
import type { Incoming } from './server.ts';

/** Calls that may wait for a worker, per worker. Beyond that a quick 503 is kinder than a slow one (load shedding). */
const waitersPerWorker = 10;

/** Does a step for an HTTP caller: refuses when too many wait already, or when the caller has stopped waiting. */
export const admitted = (
  self: ServiceContext,
  incoming: Incoming,
  call: Omit<StepCall, 'order' | 'receivedAt' | 'attempt'>,
  perform: (call: StepCall) => Promise<StepResult> = self.step,
): Promise<StepResult> => {
  if (self.waitingForSlot() >= self.workers * waitersPerWorker) {
    throw new StepFailure(`all ${self.workers} workers of ${self.role} are busy and the queue is full`, 503);
  }
  if (incoming.deadlineAt <= nowMs()) throw new StepFailure('the deadline of the caller has passed', 504);
  return perform({ ...call, order: incoming.order, receivedAt: incoming.receivedAt, attempt: 1 });
};
