import type { EventEmitter } from 'node:events';
import { Pool } from 'undici';
import { answerOf, type ClientOrder, type OrderMessage, orderMessage } from './order-message.ts';
import type { AnswerKind } from './recorder.ts';

export interface Answered {
  readonly status: number;
  readonly answer: AnswerKind;
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
    ask: async (message, abort) => {
      calls += 1;
      const { statusCode, body } = await pools[calls % pools.length]!.request({ ...message, signal: abort });
      return { status: statusCode, text: await body.text() };
    },
    calls: () => calls,
    dispose: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
};

/** One `POST /subscriptions` to the front doors in turn. */
export const frontDoorClient = (frontDoors: readonly string[], answersWhenDone: boolean): Client => {
  const doors = openDoors(frontDoors);
  return {
    submit: async (order, remainingMs, abort) => {
      const { status, text } = await doors.ask(orderMessage(order, remainingMs), abort);
      return { status, answer: answerOf(status, text, answersWhenDone) };
    },
    calls: doors.calls,
    dispose: doors.dispose,
  };
};
