import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { OutboxRow } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';
import type { Caller } from './caller.ts';

/** Topic of a pending refund in the outbox of the service that decided to give a request up. */
const refundTopic = 'refund';

const refundBody = z.object({ userId: z.string(), plan: z.string() });

/** The body of a refund row. */
export const refundRow = (order: OutboxRowOrder): Omit<OutboxRow, 'id'> => ({
  requestId: order.requestId,
  topic: refundTopic,
  body: JSON.stringify({ userId: order.userId, plan: order.plan }),
});
type OutboxRowOrder = { readonly requestId: string; readonly userId: string; readonly plan: string };

/** Sends pending refunds until payments confirms each: a compensation that is forgotten keeps the customer's money. */
export interface Refunder extends AsyncDisposable {
  readonly push: (rows: readonly OutboxRow[]) => void;
}

const pauseMs = 250;
const atOnce = 16;

/** Starts with the rows that an earlier process of this instance left behind. */
export const startRefunder = (self: ServiceContext, callPayments: Caller): Refunder => {
  const pending = new Map<number, OutboxRow>(self.store.posted().map((row) => [row.id, row]));
  const stop = new AbortController();
  self.gauges.owe('calls', () => pending.size);

  const send = async (row: OutboxRow): Promise<void> => {
    try {
      const { userId, plan } = refundBody.parse(JSON.parse(row.body));
      const { status } = await callPayments({
        method: 'DELETE',
        path: '/charges',
        order: { requestId: row.requestId, userId, plan },
        deadlineAt: Number.POSITIVE_INFINITY,
      });
      if (status !== 200) return;
      await self.store.settle([row.id]);
      pending.delete(row.id);
    } catch {
      self.gauges.count('http.refundTries');
    }
  };

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const batch = [...pending.values()].slice(0, atOnce);
      const before = pending.size;
      await Promise.all(batch.map(send));
      // Progress without a pause while it works; a pause when there is nothing to do or payments does not answer.
      if (batch.length === 0 || pending.size >= before) {
        await delay(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    push: (rows) => {
      for (const row of rows) pending.set(row.id, row);
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
};
