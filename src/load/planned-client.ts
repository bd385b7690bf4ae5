import type { EventEmitter } from 'node:events';
import { nowMs } from '../shared/clock.ts';
import type { ClientCall, ClientPlan } from '../styles/style.ts';
import { type Answered, type Client, openDoors } from './front-door.ts';
import { answerOf, type ClientOrder, orderMessage } from './order-message.ts';

/**
 * A client that coordinates: it makes every call of a plan itself, one after the other, and tidies up after a failure when it
 * is still there. It tries each call once, as a page in a browser does.
 */
export const plannedClient = (
  { calls, declined, failed }: ClientPlan,
  urls: Readonly<Record<string, readonly string[]>>,
): Client => {
  const doors = new Map(Object.entries(urls).map(([role, its]) => [role, openDoors(its)]));

  const submit = async (order: ClientOrder, remainingMs: number, abort: EventEmitter): Promise<Answered> => {
    const deadlineAt = nowMs() + remainingMs;
    let hasLeft = false;
    abort.once('abort', () => {
      hasLeft = true;
    });
    const ask = async ({ role, method, path, extra }: ClientCall): Promise<Answered> => {
      // Who has lost patience calls no more: neither to go on nor to tidy up.
      if (hasLeft) throw new Error('the client has left');
      const message = orderMessage(order, Math.max(1, deadlineAt - nowMs()), { method, path, extra });
      const { status, text } = await doors.get(role)!.ask(message, abort);
      return { status, answer: answerOf(status, text, true) };
    };
    const tidyUp = async (): Promise<boolean> =>
      ask(failed).then(
        // Only the outcome `active` says that another try was faster; a bare 2xx says that it was given up.
        ({ status }) => status === 201,
        () => false,
      );

    let last: Answered = { status: 0, answer: 'error' };
    try {
      for (const call of calls) {
        last = await ask(call);
        if (last.answer === 'declined') {
          for (const after of declined) await ask(after).catch(() => undefined);
          return last;
        }
        if (last.answer === 'error') break;
      }
    } catch (error) {
      // No answer to one of the calls: as far as the client knows, none at all.
      if (await tidyUp()) return { status: 201, answer: 'active' };
      throw error;
    }
    if (last.answer !== 'error') return last;
    return (await tidyUp()) ? { status: 201, answer: 'active' } : last;
  };

  return {
    submit,
    calls: () => [...doors.values()].reduce((sum, door) => sum + door.calls(), 0),
    dispose: async () => {
      await Promise.all([...doors.values()].map((door) => door.dispose()));
    },
  };
};
