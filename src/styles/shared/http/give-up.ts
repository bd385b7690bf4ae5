import { nowMs } from '../../../shared/clock.ts';
import { cancelling, type UndoableStep, undoableSteps } from '../../../workflow/definition.ts';
import type { Order, OutboxRow, StepResult } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';
import { committedRows } from '../committed-rows.ts';
import { type Undoer, undoneAfterDecline, undoRows } from './undoer.ts';

/** Cancels a request in some way and, in the same transaction, notes what is to be undone elsewhere. */
const takeBack = async (
  self: ServiceContext,
  undoer: Undoer,
  call: { readonly step: string; readonly order: Order; readonly receivedAt: number; readonly once: boolean },
  steps: readonly UndoableStep[],
): Promise<StepResult> => {
  const cancelled = cancelling(self.workflow).effect;
  const posted: OutboxRow[] = [];
  try {
    const result = await self.step({
      ...call,
      attempt: 1,
      also: (outgoing, { effect, first }) => {
        if (effect === cancelled && first)
          for (const row of undoRows(steps, call.order)) posted.push(outgoing.post(row));
      },
    });
    undoer.push(posted);
    return result;
  } catch (error) {
    undoer.push(committedRows(self, posted));
    throw error;
  }
};

/**
 * Gives a request up: cancels it, and has everything undone that can be. The service that opened it alone decides so; if every
 * service compensated what it knows of, two tries of one request would undo each other.
 */
export const giveUp = (self: ServiceContext, undoer: Undoer, order: Order): Promise<StepResult> =>
  takeBack(
    self,
    undoer,
    { step: self.workflow.giveUp, order, receivedAt: nowMs(), once: true },
    undoableSteps(self.workflow),
  );

/** Cancels a request after somebody said no, and has undone what was done before. */
export const cancelDeclined = (
  self: ServiceContext,
  undoer: Undoer,
  call: { readonly order: Order; readonly receivedAt: number; readonly once: boolean },
): Promise<StepResult> =>
  takeBack(
    self,
    undoer,
    { step: cancelling(self.workflow).step, ...call },
    undoneAfterDecline(self.workflow),
  );
