import type { EventEmitter } from 'node:events';
import { Pool } from 'undici';
import { answerOf, type ClientOrder, orderMessage } from './order-message.ts';
import type { AnswerKind } from './recorder.ts';

export interface Answered {
  readonly status: number;
  readonly answer: AnswerKind;
}

/** A way to place an order. Rejects when no answer came; `abort` ends the wait. */
export interface Client {
  readonly submit: (order: ClientOrder, remainingMs: number, abort: EventEmitter) => Promise<Answered>;
  readonly dispose: () => Promise<void>;
}

/** One `POST /subscriptions` to the front doors in turn, over keep-alive connections, as many as it takes. */
export const frontDoorClient = (frontDoors: readonly string[], answersWhenDone: boolean): Client => {
  const pools = frontDoors.map(
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
  let turn = 0;
  return {
    submit: async (order, remainingMs, abort) => {
      turn = (turn + 1) % pools.length;
      const { statusCode, body } = await pools[turn]!.request({
        ...orderMessage(order, remainingMs),
        signal: abort,
      });
      return { status: statusCode, answer: answerOf(statusCode, await body.text(), answersWhenDone) };
    },
    dispose: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
};
