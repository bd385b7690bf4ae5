import type { EventEmitter } from 'node:events';
import { nowMs } from '../shared/clock.ts';
import { runInOrder, tasksOf } from '../shared/task-graph.ts';
import type { ClientCall, ClientPlan } from '../styles/style.ts';
import { type Answered, type Client, openDoors } from './front-door.ts';
import { answerOf, type ClientOrder, orderMessage } from './order-message.ts';

/** An answer after which nothing more is called. */
class Ended extends Error {
  readonly answered: Answered;
  constructor(answered: Answered) {
    super(`answered ${answered.status}`);
    this.answered = answered;
  }
}

/**
 * A client that coordinates: it makes every call of a plan itself, each as soon as those that it waits for are answered, and tidies up after a failure when it
 * is still there. It tries each call once, as a page in a browser does.
 */
export const plannedClient = (
  { calls, declined, failed }: ClientPlan,
  urls: Readonly<Record<string, readonly string[]>>,
): Client => {
  const tasks = tasksOf(calls);
  const doors = new Map(Object.entries(urls).map(([role, its]) => [role, openDoors(its)]));

  const submit = async (order: ClientOrder, remainingMs: number, abort: EventEmitter): Promise<Answered> => {
    const deadlineAt = nowMs() + remainingMs;
    let hasLeft = false;
    abort.once('abort', () => {
      hasLeft = true;
    });
    const ask = async (
      { role, method, path, extra }: ClientCall,
      sent: ClientOrder = order,
    ): Promise<Answered> => {
      // Who has lost patience calls no more: neither to go on nor to tidy up.
      if (hasLeft) throw new Error('the client has left');
      const message = orderMessage(sent, Math.max(1, deadlineAt - nowMs()), { method, path, extra });
      const { status, text } = await doors.get(role)!.ask(message, abort);
      return { status, answer: answerOf(status, text, true) };
    };
    // Bad news needs nothing of what the order carries.
    const { payload: _, ...bare } = order;
    const tidyUp = async (): Promise<boolean> =>
      ask(failed, bare).then(
        // Only the outcome `active` says that another try was faster; a bare 2xx says that it was given up.
        ({ status }) => status === 201,
        () => false,
      );

    try {
      const all = await runInOrder(tasks, async (place): Promise<Answered> => {
        const call = calls[place]!;
        if (call.optional === true) {
          ask(call).catch(() => undefined);
          return { status: 200, answer: 'active' };
        }
        const answered = await ask(call);
        if (answered.answer === 'declined' || answered.answer === 'error') throw new Ended(answered);
        return answered;
      });
      return all.at(-1) ?? { status: 0, answer: 'error' };
    } catch (error) {
      if (error instanceof Ended && error.answered.answer === 'declined') {
        for (const after of declined) await ask(after, bare).catch(() => undefined);
        return error.answered;
      }
      if (await tidyUp()) return { status: 201, answer: 'active' };
      if (error instanceof Ended) return error.answered;
      // No answer to one of the calls: as far as the client knows, none at all.
      throw error;
    }
  };

  return {
    submit,
    calls: () => [...doors.values()].reduce((sum, door) => sum + door.calls(), 0),
    reach: (next) => {
      for (const [role, door] of doors) door.reach(next.urls[role] ?? []);
    },
    dispose: async () => {
      await Promise.all([...doors.values()].map((door) => door.dispose()));
    },
  };
};
