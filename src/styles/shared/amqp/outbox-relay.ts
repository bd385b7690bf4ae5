import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../../shared/errors.ts';
import type { OutboxRow } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';
import type { Publisher } from './publisher.ts';

/** Publishes outbox rows from memory right after their commit and deletes them in batches once confirmed. */
export interface OutboxRelay {
  readonly push: (rows: readonly OutboxRow[]) => void;
  /** Sends what waits; call it whenever the connection has come up. */
  readonly resume: () => void;
  /** Resolves when the broker has confirmed all that it was given, or has gone: the rows stay for the next process. */
  readonly flush: () => Promise<void>;
}

/** Messages on the way without a confirm. Bounds the memory of the broker's and our buffers, not the throughput. */
const window = 1_000;
const pauseAfterRefusalMs = 200;
const flushLookMs = 10;

/**
 * The table is read once, at the start: what an earlier process of this instance had not had confirmed goes out again.
 * A row may arrive twice (confirmed, but the process died before it deleted the row); consumers de-duplicate.
 */
export const startOutboxRelay = (
  self: ServiceContext,
  publisher: Publisher,
  exchange: string,
): OutboxRelay => {
  const waiting = new Map<number, OutboxRow>(self.store.posted().map((row) => [row.id, row]));
  const onTheWay = new Map<number, OutboxRow>();
  let confirmed: number[] = [];
  let isPausing = false;
  self.gauges.owe('messages', () => waiting.size + onTheWay.size);

  const settle = (): void => {
    const ids = confirmed;
    confirmed = [];
    self.store.settle(ids).catch((error: unknown) => self.log(`outbox: ${messageOf(error)}`));
  };

  const send = (row: OutboxRow): void => {
    waiting.delete(row.id);
    onTheWay.set(row.id, row);
    const { requestId, topic } = row;
    const messageId = `${self.instance}/${row.id}`;
    publisher
      .confirmed({ exchange, routingKey: topic, messageId, requestId, body: Buffer.from(row.body) })
      .then(() => {
        onTheWay.delete(row.id);
        if (confirmed.push(row.id) === 1) setImmediate(settle);
        pump();
      })
      .catch(() => {
        self.gauges.count('amqp.unconfirmed');
        onTheWay.delete(row.id);
        waiting.set(row.id, row);
        pumpLater();
      });
  };

  /** One timer for all: a timer for each refused row would have each of them send all rows, and so double the timers. */
  const pumpLater = (): void => {
    if (isPausing) return;
    isPausing = true;
    setTimeout(() => {
      isPausing = false;
      pump();
    }, pauseAfterRefusalMs);
  };

  const pump = (): void => {
    if (!publisher.isUp()) return;
    for (const row of waiting.values()) {
      if (onTheWay.size >= window) return;
      send(row);
    }
  };

  return {
    push: (rows) => {
      for (const row of rows) waiting.set(row.id, row);
      pump();
    },
    resume: pump,
    flush: async () => {
      while (publisher.isUp() && waiting.size + onTheWay.size > 0) await delay(flushLookMs);
    },
  };
};
