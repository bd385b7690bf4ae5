import type { EventEmitter } from 'node:events';
import { type Dispatcher, Pool } from 'undici';
import { answerOf, type ClientOrder, type OrderMessage, orderMessage } from './order-message.ts';
import type { Reach } from './protocol.ts';
import type { ClientAnswer } from './recorder.ts';

export interface Answered {
  readonly status: number;
  readonly answer: ClientAnswer;
}

/** A way to place an order. Rejects when no answer came; `abort` ends the wait. */
export interface Client {
  readonly submit: (order: ClientOrder, remainingMs: number, abort: EventEmitter) => Promise<Answered>;
  /** HTTP requests made so far. */
  readonly calls: () => number;
  /** From now on it goes there; what waits for an answer elsewhere still gets it. */
  readonly reach: (next: Pick<Reach, 'frontDoors' | 'urls'>) => void;
  readonly dispose: () => Promise<void>;
}

/** The processes of one role, in turn, over keep-alive connections, as many as it takes. */
export interface Doors {
  readonly ask: (
    message: OrderMessage,
    abort: EventEmitter,
  ) => Promise<{ readonly status: number; readonly text: string }>;
  readonly calls: () => number;
  /** Goes to these from now on; connections to others are closed when nothing is open on them. */
  readonly reach: (urls: readonly string[]) => void;
  readonly dispose: () => Promise<void>;
}

/**
 * Below undici's `request()`: no stream and no signal per request, which would make the generator late when many answers come
 * at once.
 */
const exchange = (
  pool: Pool,
  message: OrderMessage,
  abort: EventEmitter,
): Promise<{ readonly status: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    let status = 0;
    let text = '';
    let controller: Dispatcher.DispatchController | null = null;
    let hasLeft = false;
    const leave = (): void => {
      hasLeft = true;
      const left = new Error('the client has left');
      // Without a connection yet there is nobody to tell; then no request is sent either.
      controller?.abort(left);
      reject(left);
    };
    abort.once('abort', leave);
    pool.dispatch(message, {
      onRequestStart: (started) => {
        controller = started;
        if (hasLeft) started.abort(new Error('the client has left'));
      },
      onResponseStart: (_, statusCode) => {
        status = statusCode;
      },
      onResponseData: (_, chunk) => {
        text += chunk.toString();
      },
      onResponseEnd: () => {
        abort.off('abort', leave);
        resolve({ status, text });
      },
      onResponseError: (_, error) => {
        abort.off('abort', leave);
        reject(error);
      },
    });
  });

const openPool = (url: string): Pool =>
  new Pool(url, {
    connections: null,
    pipelining: 1,
    // The client's patience is the only time limit.
    connect: { timeout: 0 },
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 60_000,
  });

export const openDoors = (urls: readonly string[]): Doors => {
  let open = new Map(urls.map((url) => [url, openPool(url)]));
  let pools = [...open.values()];
  const leaving = new Set<Pool>();
  let calls = 0;

  const leave = async (pool: Pool): Promise<void> => {
    leaving.add(pool);
    // Whoever is being disposed of meanwhile needs no orderly end.
    await pool.close().catch(() => undefined);
    leaving.delete(pool);
  };
  return {
    ask: (message, abort) => {
      calls += 1;
      return exchange(pools[calls % pools.length]!, message, abort);
    },
    calls: () => calls,
    reach: (next) => {
      const before = open;
      open = new Map(next.map((url) => [url, before.get(url) ?? openPool(url)]));
      pools = [...open.values()];
      for (const [url, pool] of before) if (!open.has(url)) void leave(pool);
    },
    dispose: async () => {
      await Promise.all([...pools, ...leaving].map((pool) => pool.destroy()));
    },
  };
};

/** One `POST` of the order to the front doors in turn. */
export const frontDoorClient = (
  frontDoors: readonly string[],
  path: string,
  answersWhenDone: boolean,
): Client => {
  const doors = openDoors(frontDoors);
  return {
    submit: async (order, remainingMs, abort) => {
      const { status, text } = await doors.ask(
        orderMessage(order, remainingMs, { method: 'POST', path }),
        abort,
      );
      return { status, answer: answerOf(status, text, answersWhenDone) };
    },
    calls: doors.calls,
    reach: ({ frontDoors: next }) => doors.reach(next),
    dispose: doors.dispose,
  };
};
