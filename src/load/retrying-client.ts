import type { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../shared/clock.ts';
import type { Answered, Client } from './front-door.ts';
import type { ClientOrder } from './order-message.ts';

/** How long a user looks at the error before pressing the button again, ms. */
const pauseMs = 300;

/**
 * The user presses the button again, up to `retries` times, as long as patience lasts: after an error answer and after none,
 * with the same idempotency key. The last answer counts; response time still starts at the first due time.
 */
export const retryingClient = (client: Client, retries: number): Client => ({
  ...client,
  submit: async (order: ClientOrder, remainingMs: number, abort: EventEmitter): Promise<Answered> => {
    const deadlineAt = nowMs() + remainingMs;
    let aborted = false;
    abort.once('abort', () => {
      aborted = true;
    });
    for (let left = retries; ; left -= 1) {
      const again = async (): Promise<boolean> => {
        if (left === 0 || aborted || deadlineAt - nowMs() <= pauseMs) return false;
        await delay(pauseMs);
        return !aborted;
      };
      try {
        const answered = await client.submit(order, Math.max(1, deadlineAt - nowMs()), abort);
        if (answered.answer !== 'error' || !(await again())) return answered;
      } catch (error) {
        if (!(await again())) throw error;
      }
    }
  },
});
