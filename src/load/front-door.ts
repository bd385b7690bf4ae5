import type { EventEmitter } from 'node:events';
import { Pool } from 'undici';
import type { AnswerKind } from './recorder.ts';

/** What the client sends: the same for every contestant, drawn from the seed. */
export interface ClientOrder {
  readonly requestId: string;
  readonly userId: string;
  readonly plan: string;
}

export interface Answered {
  readonly status: number;
  readonly answer: AnswerKind;
}

/** A way to place an order. Rejects when no answer came; `abort` ends the wait. */
export interface Client {
  readonly submit: (order: ClientOrder, remainingMs: number, abort: EventEmitter) => Promise<Answered>;
  readonly dispose: () => Promise<void>;
}

const answerOf = (status: number, outcome: unknown, answersWhenDone: boolean): AnswerKind => {
  if (outcome === 'declined') return 'declined';
  if (status < 200 || status > 299) return 'error';
  if (outcome === 'active' || outcome === 'accepted') return outcome;
  return answersWhenDone ? 'active' : 'accepted';
};

/** One `POST /subscriptions` to the front doors in turn, over keep-alive connections, as many as it takes. */
export const frontDoorClient = (frontDoors: readonly string[], answersWhenDone: boolean): Client => {
  const pools = frontDoors.map(
    (url) =>
      new Pool(url, {
        connections: null,
        pipelining: 1,
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: 60_000,
      }),
  );
  let turn = 0;
  return {
    submit: async ({ requestId, userId, plan }, remainingMs, abort) => {
      turn = (turn + 1) % pools.length;
      const { statusCode, body } = await pools[turn]!.request({
        method: 'POST',
        path: '/subscriptions',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': requestId,
          'x-deadline-ms': remainingMs.toFixed(1),
        },
        body: `{"userId":"${userId}","plan":"${plan}"}`,
        signal: abort,
      });
      const text = await body.text();
      let outcome: unknown;
      try {
        ({ outcome } = JSON.parse(text) as { outcome?: unknown });
      } catch {
        // Not one of our services' answers; its status is all that it says.
      }
      return { status: statusCode, answer: answerOf(statusCode, outcome, answersWhenDone) };
    },
    dispose: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
};
