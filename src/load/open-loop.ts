import { EventEmitter } from 'node:events';
import { nowMs } from '../shared/clock.ts';
import { seededRandom } from '../shared/random.ts';
import type { Client, ClientOrder } from './front-door.ts';
import type { Recorder } from './recorder.ts';

export interface OpenLoopOptions {
  readonly seed: number;
  readonly originMs: number;
  readonly patienceMs: number;
  readonly client: Client;
  readonly recorder: Recorder;
}

export interface OpenLoop {
  readonly sentAll: () => boolean;
  /** Gives up whatever is still open. */
  readonly finish: () => void;
}

const users = 10_000;
const tickMs = 1;

/** Who asks for what, drawn from the seed in the order of the requests. */
const orderSource = (seed: number, idPrefix: string): ((index: number) => ClientOrder) => {
  const random = seededRandom(seed, 'users');
  return (index) => ({
    requestId: `${idPrefix}${index}`,
    userId: `user-${Math.floor(random() * users)}`,
    plan: random() < 0.8 ? 'basic' : 'pro',
  });
};

const reasonOf = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : 'unknown';
};

/**
 * Sends every request when it is due, whether or not earlier ones were answered: a slow service does not slow the load
 * down (no coordinated omission). The client's patience counts from the due time.
 */
export const startOpenLoop = ({
  seed,
  originMs,
  patienceMs,
  client,
  recorder,
}: OpenLoopOptions): OpenLoop => {
  const { tickets } = recorder;
  const orderOf = orderSource(seed, tickets.idPrefix);
  const open = new Map<number, EventEmitter>();
  let next = 0;
  let ended = false;

  const send = async (index: number, now: number): Promise<void> => {
    const abort = new EventEmitter();
    open.set(index, abort);
    recorder.sent(index);
    try {
      const remainingMs = Math.max(1, tickets.dueAt[index]! + patienceMs - now);
      const { status, answer } = await client.submit(orderOf(index), remainingMs, abort);
      recorder.answered(index, status, answer);
    } catch (error) {
      recorder.failed(index, open.has(index) ? reasonOf(error) : 'timeout');
    } finally {
      open.delete(index);
    }
  };

  const giveUp = (index: number, abort: EventEmitter): void => {
    open.delete(index);
    abort.emit('abort');
  };

  // Requests become impatient in the order in which they were due, which is the order of this map.
  const endPatience = (now: number): void => {
    for (const [index, abort] of open) {
      if (tickets.dueAt[index]! + patienceMs > now) return;
      giveUp(index, abort);
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
    finish: () => {
      ended = true;
      for (const [index, abort] of open) giveUp(index, abort);
    },
  };
};
