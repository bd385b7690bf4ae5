import type { EventEmitter } from 'node:events';
import { type Dispatcher, Pool } from 'undici';
import { answerOf, type ClientOrder, type OrderMessage, orderMessage } from './order-message.ts';
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
  readonly dispose: () => Promise<void>;
}

/** The processes of one role, in turn, over keep-alive connections, as many as it takes. */
export interface Doors {
  readonly ask: (
    message: OrderMessage,
    abort: EventEmitter,
  ) => Promise<{ readonly status: number; readonly text: string }>;
  readonly calls: () => number;
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

export const openDoors = (urls: readonly string[]): Doors => {
  const pools = urls.map(
    (url) =>
      new Pool(url, {
        connections: null,
        pipelining: 1,
        // The client's patience is the only time limit.
        connect: { timeout: 0 },
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: 60_000,
      }),
  );
  let calls = 0;
  return {
    ask: (message, abort) => {
      calls += 1;
      return exchange(pools[calls % pools.length]!, message, abort);
    },
    calls: () => calls,
    dispose: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
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
    dispose: doors.dispose,
  };
};
