import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type UndoableStep, undoableSteps, type Workflow } from '../../../workflow/definition.ts';
import type { Order, OutboxRow } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';
import type { Caller, Callers } from './caller.ts';

const orderBody = z.object({ userId: z.string(), plan: z.string() });

/** The topic of a step that is still to be undone, in the outbox of the service that decided to give a request up. */
const topicOf = ({ undo }: UndoableStep): string => undo.step;

/** The rows for what is still to be undone. */
export const undoRows = (
  steps: readonly UndoableStep[],
  { requestId, userId, plan }: Order,
): readonly Omit<OutboxRow, 'id'>[] =>
  steps.map((step) => ({ requestId, topic: topicOf(step), body: JSON.stringify({ userId, plan }) }));

/** What is left to undo after a step has declined: everything but that step. */
export const undoneAfterDecline = (workflow: Workflow): readonly UndoableStep[] => {
  const mayDecline = workflow.steps.filter(({ declined }) => declined !== null);
  // Where several steps may decline, nobody here knows which of them did; undoing what was not done only forbids it.
  return undoableSteps(workflow).filter((step) => step.declined === null || mayDecline.length > 1);
};

/**
 * Sends what is still to be undone (a refund, for instance) until its service confirms each: a compensation that is forgotten
 * keeps the customer's money.
 */
export interface Undoer extends AsyncDisposable {
  readonly push: (rows: readonly OutboxRow[]) => void;
}

const pauseMs = 250;
const atOnce = 16;

/** Starts with the rows that an earlier process of this instance left behind. */
export const startUndoer = (self: ServiceContext, callers: Callers): Undoer => {
  const pending = new Map<number, OutboxRow>(self.store.posted().map((row) => [row.id, row]));
  const stop = new AbortController();
  const ways = new Map<string, { readonly call: Caller; readonly path: string }>();
  for (const step of undoableSteps(self.workflow))
    ways.set(topicOf(step), { call: callers(step.service), path: step.path });
  self.gauges.owe('calls', () => pending.size);

  const send = async (row: OutboxRow): Promise<void> => {
    try {
      const way = ways.get(row.topic);
      if (way === undefined) throw new Error(`nothing is undone by ${row.topic}`);
      const { userId, plan } = orderBody.parse(JSON.parse(row.body));
      const { status } = await way.call({
        method: 'DELETE',
        path: way.path,
        order: { requestId: row.requestId, userId, plan },
        deadlineAt: Number.POSITIVE_INFINITY,
      });
      if (status !== 200) return;
      await self.store.settle([row.id]);
      pending.delete(row.id);
    } catch {
      self.gauges.count('http.undoTries');
    }
  };

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const batch = [...pending.values()].slice(0, atOnce);
      const before = pending.size;
      await Promise.all(batch.map(send));
      // Progress without a pause while it works; a pause when there is nothing to do or nobody answers.
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
