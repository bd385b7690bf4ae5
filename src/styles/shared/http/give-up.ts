import { nowMs } from '../../../shared/clock.ts';
import type { Order, OutboxRow, StepResult } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';
import { committedRows } from '../committed-rows.ts';
import { type Refunder, refundRow } from './refunder.ts';

/**
 * Gives a request up: cancels it and, in the same transaction, notes the refund that payments owes. The subscriptions service
 * alone decides so; if every service compensated what it knows of, two tries of one request would undo each other.
 */
export const giveUp = async (self: ServiceContext, refunder: Refunder, order: Order): Promise<StepResult> => {
  const posted: OutboxRow[] = [];
  try {
    const result = await self.step({
      step: 'giveUp',
      order,
      receivedAt: nowMs(),
      attempt: 1,
      once: true,
      also: (outgoing, { effect, first }) => {
        if (effect === 'cancelled' && first) posted.push(outgoing.post(refundRow(order)));
      },
    });
    refunder.push(posted);
    return result;
  } catch (error) {
    refunder.push(committedRows(self, posted));
    throw error;
  }
};
