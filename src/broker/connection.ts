import { setTimeout as delay } from 'node:timers/promises';
import amqp, { type ChannelModel } from 'amqplib';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';

/** Connects once. An `error` event without a listener would end the process, so there is one; `close` always follows. */
export const connectOnce = async (url: string, timeoutMs = 5_000): Promise<ChannelModel> => {
  // Nagle's algorithm would hold small frames back for up to 40 ms.
  const model = await amqp.connect(url, { noDelay: true, timeout: timeoutMs });
  model.on('error', () => undefined);
  return model;
};

/** The version that the broker at `url` reports. */
export const brokerVersion = async (url: string): Promise<string> => {
  const model = await connectOnce(url);
  const { version } = model.connection.serverProperties;
  await model.close();
  return version;
};

/**
 * Polls until a client can log in, which is later than when the port accepts; gives the broker's version.
 * @param giveUp says why there is no point in waiting on, or null.
 */
export const untilReady = async (
  url: string,
  timeoutMs: number,
  giveUp: () => string | null,
): Promise<string> => {
  const deadline = AbortSignal.timeout(timeoutMs);
  let last = 'no answer';
  while (true) {
    const reason = giveUp() ?? (deadline.aborted ? `not ready after ${timeoutMs / 1_000} s (${last})` : null);
    if (reason !== null) throw new EnvironmentError(redact(`RabbitMQ at ${url}: ${reason}.`));
    try {
      return await brokerVersion(url);
    } catch (error) {
      last = messageOf(error);
      await delay(100);
    }
  }
};
