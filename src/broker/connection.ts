import { setTimeout as delay } from 'node:timers/promises';
import amqp, { type ChannelModel } from 'amqplib';
import { readAddress } from '../shared/address.ts';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import { redact, shownAddress } from '../shared/redact.ts';
import { BrokerRefusal, orRefusal } from './refusal.ts';

/**
 * Refuses an address that a parser reads otherwise than its writer meant it: with a `/` or `?` in the password, what follows
 * would be looked for as a host, and named in the log of a name server.
 */
const assertReadable = (url: string): void => {
  const { place } = readAddress(url);
  const [parsed, meant] = [url, `amqp://${place ?? ''}`].map((text) =>
    URL.canParse(text) ? new URL(text) : null,
  );
  const isMeant =
    place !== null &&
    /^amqps?:$/.test(parsed?.protocol ?? '') &&
    parsed?.host.toLowerCase() === meant?.host.toLowerCase();
  if (!isMeant)
    throw new EnvironmentError(
      `${shownAddress(url)} is no address that can be read in one way only; it begins with amqp:// or amqps://, and every reserved character of a user or password is percent-encoded (encodeURIComponent does it)`,
    );
};

/**
 * Connects once; rejects with a `BrokerRefusal` where another try would end alike. An `error` event without a listener would end
 * the process, so there is one; `close` always follows.
 */
export const connectOnce = async (url: string, timeoutMs = 5_000): Promise<ChannelModel> => {
  assertReadable(url);
  // Nagle's algorithm would hold small frames back for up to 40 ms.
  const model = await orRefusal(() => amqp.connect(url, { noDelay: true, timeout: timeoutMs }));
  model.on('error', () => undefined);
  return model;
};

const brokerVersion = async (url: string): Promise<string> => {
  const model = await connectOnce(url);
  const { version } = model.connection.serverProperties;
  await model.close();
  return version;
};

/**
 * Polls until a client can log in, which is later than when the port accepts; gives the broker's version. Throws an
 * `EnvironmentError` at the end of the time, and at once where the broker refuses user or virtual host.
 * @param giveUp says why there is no point in waiting on, or null.
 */
export const untilReady = async (
  url: string,
  timeoutMs: number,
  giveUp: () => string | null,
): Promise<string> => {
  const deadline = AbortSignal.timeout(timeoutMs);
  let last = 'no answer';
  let refusal: string | null = null;
  while (true) {
    const late = deadline.aborted ? `not ready after ${timeoutMs / 1_000} s (${last})` : null;
    const reason = giveUp() ?? refusal ?? late;
    if (reason !== null)
      throw new EnvironmentError(redact(`RabbitMQ at ${shownAddress(url)}: ${reason}.`, url));
    try {
      return await brokerVersion(url);
    } catch (error) {
      last = messageOf(error);
      if (error instanceof BrokerRefusal) refusal = last;
      else await delay(100);
    }
  }
};
