import { setTimeout as delay } from 'node:timers/promises';
import type { Channel, ChannelModel } from 'amqplib';
import { nowMs } from '../shared/clock.ts';
import { connectOnce } from './connection.ts';
import { sendToNobody } from './try-rights.ts';

/** A time in which the broker blocked publishers; `nowMs()` stamps, `until` is null while it lasts. */
export interface Blockage {
  /** In the broker's words, for instance `low on memory`. */
  readonly reason: string;
  readonly from: number;
  readonly until: number | null;
}

/** The harness's own eye on alarms: what a style does not tell, or hides, is seen here all the same. */
export interface AlarmWatch extends AsyncDisposable {
  readonly blockages: () => readonly Blockage[];
}

const everyMs = 250;
const answerTimeoutMs = 1_000;

/**
 * Publishes a message to nobody a few times a second until disposed, for only who publishes is told of an alarm. On a connection
 * of its own: a blocked one is not read by the broker any more. A broker that is away is tried again.
 */
export const watchAlarms = (url: string): AlarmWatch => {
  const blockages: { reason: string; from: number; until: number | null }[] = [];
  const stop = new AbortController();
  let current: { readonly model: ChannelModel; readonly channel: Channel } | null = null;

  const connect = async (): Promise<void> => {
    const model = await connectOnce(url, answerTimeoutMs);
    let blockage: { until: number | null } | null = null;
    const end = (): void => {
      if (blockage !== null) blockage.until = nowMs();
      blockage = null;
    };
    model.on('blocked', (reason) => {
      const begun = { reason, from: nowMs(), until: null };
      blockage = begun;
      blockages.push(begun);
    });
    model.on('unblocked', end);
    model.on('close', () => {
      end();
      current = null;
    });
    const channel = await model.createChannel();
    channel.on('error', () => undefined);
    current = { model, channel };
  };

  const look = async (): Promise<void> => {
    try {
      if (current === null) await connect();
      else if (blockages.at(-1)?.until !== null) sendToNobody(current.channel);
    } catch {
      // Away; the next look will find it if it is back.
    }
  };

  const watching = (async () => {
    while (!stop.signal.aborted) {
      await look();
      await delay(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    blockages: () => blockages.map((blockage) => ({ ...blockage })),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await watching;
      await current?.model.close().catch(() => undefined);
    },
  };
};
