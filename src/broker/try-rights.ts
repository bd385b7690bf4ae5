import { randomBytes } from 'node:crypto';
import type { Channel, ChannelModel } from 'amqplib';
import { onChannel } from './on-channel.ts';
import { closeReportedIn } from './refusal.ts';

/** A right that the user of a connection lacks. */
export interface MissingRight {
  readonly right: 'configure' | 'write' | 'read';
  /** What it was tried on; queues and exchanges of runs are named alike. */
  readonly on: string;
  /** The broker's own words. */
  readonly text: string;
}

/** Begins the names of whatever runs declare; `mkdtemp` adds the rest. */
const namesBegin = 'tandem-run-';

const accessRefused = 403;

const confirmedOn = async (model: ChannelModel, publish: (channel: Channel) => unknown): Promise<void> => {
  const channel = await model.createConfirmChannel();
  // The refusal of a message closes its channel, and only the event tells why.
  let why: unknown;
  channel.on('error', (error) => {
    why = error;
  });
  try {
    publish(channel);
    await channel.waitForConfirms();
    await channel.close();
  } catch (error) {
    throw why ?? error;
  }
};

type Step = readonly [right: MissingRight['right'], on: string, take: () => Promise<unknown>];

/** Takes the steps; gives the right that the first refused one lacked, or null. */
const missingIn = async (steps: readonly Step[]): Promise<MissingRight | null> => {
  for (const [right, on, take] of steps) {
    try {
      await take();
    } catch (error) {
      const close = closeReportedIn(error);
      if (close?.code !== accessRefused) throw error;
      return { right, on, text: close.text };
    }
  }
  return null;
};

/** Publishes to a queue that is not there: no right but that to publish is needed, and nothing is left. */
export const sendToNobody = (channel: Channel): void =>
  void channel.publish('', `${namesBegin}nobody`, Buffer.alloc(0));

/** Does so and waits for the confirm; gives the right to it when it is missing. */
export const publishToNobody = (model: ChannelModel): Promise<MissingRight | null> =>
  missingIn([['write', 'the default exchange', () => confirmedOn(model, sendToNobody)]]);

/**
 * Does on a connection what the services of a run do; gives the first right that is missing for it, or null. What it declares goes
 * with the connection.
 */
export const tryRights = async (model: ChannelModel): Promise<MissingRight | null> => {
  const name = `${namesBegin}check-${randomBytes(4).toString('hex')}`;
  try {
    return await onChannel(model, (channel) =>
      missingIn([
        ['configure', name, () => channel.assertExchange(name, 'topic', { durable: false })],
        ['configure', name, () => channel.assertQueue(name, { durable: false, exclusive: true })],
        ['write', name, () => confirmedOn(model, (other) => other.publish(name, 'check', Buffer.alloc(0)))],
        ['read', name, () => channel.get(name, { noAck: true })],
      ]),
    );
  } finally {
    // The queue goes with the connection.
    await onChannel(model, (channel) => channel.deleteExchange(name)).catch(() => undefined);
  }
};
