import { EventEmitter } from 'node:events';
import { nowMs } from '../shared/clock.ts';
import type { PayloadSize } from '../shared/payload.ts';
import type { Drive } from './drive.ts';
import { failureReason } from './failure-reason.ts';
import type { Client } from './front-door.ts';
import { carrying, orderSource } from './order-message.ts';
import type { Recorder } from './recorder.ts';
import type { OrderSequence } from './sequence.ts';
import { cutOff } from './ticket.ts';

export interface OpenLoopOptions {
  readonly seed: number;
  readonly originMs: number;
  readonly patienceMs: number;
  readonly sequence?: OrderSequence | undefined;
  readonly payload?: PayloadSize | undefined;
  /** Disposed of at the end. */
  readonly client: Client;
  readonly recorder: Recorder;
}

/** A request that waits for its answer. */
interface Open {
  readonly abort: EventEmitter;
  /** Why the client waits no longer; null while it does. */
  givenUp: string | null;
}

const tickMs = 1;

/**
 * Sends every request when it is due, whether or not earlier ones were answered: a slow service does not slow the load
 * down (no coordinated omission). The client's patience counts from the due time.
 */
export const startOpenLoop = (options: OpenLoopOptions): Drive => {
  const { seed, originMs, patienceMs, client, recorder } = options;
  const tickets = recorder.tickets();
  const orderOf = carrying(orderSource(seed, tickets.idPrefix, options.sequence), seed, options.payload);
  const open = new Map<number, Open>();
  let next = 0;
  let ended = false;

  const send = async (index: number, now: number): Promise<void> => {
    const abort = new EventEmitter();
    const request: Open = { abort, givenUp: null };
    open.set(index, request);
    recorder.sent(index);
    try {
      const remainingMs = Math.max(1, tickets.dueAt[index]! + patienceMs - now);
      const { status, answer } = await client.submit(orderOf(index), remainingMs, abort);
      recorder.answered(index, status, answer);
    } catch (error) {
      recorder.failed(index, request.givenUp ?? failureReason(error));
    } finally {
      open.delete(index);
    }
  };

  const giveUp = (index: number, request: Open, why: string): void => {
    open.delete(index);
    request.givenUp = why;
    request.abort.emit('abort');
  };

  // Requests become impatient in the order in which they were due, which is the order of this map.
  const endPatience = (now: number): void => {
    for (const [index, request] of open) {
      if (tickets.dueAt[index]! + patienceMs > now) return;
      giveUp(index, request, 'timeout');
    }
  };

  const pump = (): void => {
    if (ended) return;
    const now = nowMs() - originMs;
    while (next < tickets.count && tickets.dueAt[next]! <= now) {
      void send(next, now);
      next += 1;
    }
    endPatience(now);
    setTimeout(pump, tickMs);
  };
  pump();
  return {
    sentAll: () => next >= tickets.count,
    finish: async () => {
      ended = true;
      for (const [index, request] of open) giveUp(index, request, cutOff);
      await client.dispose();
    },
  };
};
