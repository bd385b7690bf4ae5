import { setTimeout as delay } from 'node:timers/promises';
import { type Channel, type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { messageOf } from '../../../shared/errors.ts';

/** Publishing and consuming have a channel each: errors and confirms count per channel. */
export interface Channels {
  readonly publishing: ConfirmChannel;
  readonly consuming: Channel;
}

/** One connection per process that comes back by itself after the broker was away. */
export interface LinkOptions {
  readonly url: string;
  /** Declares, consumes and publishes again on fresh channels; runs after every (re)connect. */
  readonly up: (channels: Channels) => Promise<void>;
  /** The channels of the last `up` are dead and every pending confirm has failed. */
  readonly down: () => void;
  readonly log: (line: string) => void;
  /** Marks the begin of a state; the returned function marks its end. */
  readonly span: (name: string) => () => void;
}

/** Marks how long the broker blocks who publishes on this connection: `broker-blocked:` and its reason. */
const markBlocked = (connection: ChannelModel, { span, log }: LinkOptions): void => {
  let end: (() => void) | null = null;
  connection.on('blocked', (reason) => {
    log(`the broker blocked publishers: ${reason}`);
    end ??= span(`broker-blocked:${reason}`);
  });
  const over = (): void => {
    end?.();
    end = null;
  };
  connection.on('unblocked', over);
  connection.on('close', over);
};

const reopenPauseMs = 100;

/**
 * Opens both channels and brings them up. The broker closes a channel on which something went wrong (an exchange that is gone, for
 * instance) while the connection stands: then both are given up and opened anew, until that works or the connection is gone.
 */
const openChannels = async (connection: ChannelModel, options: LinkOptions): Promise<void> => {
  const { up, down, log } = options;
  const channels = {
    publishing: await connection.createConfirmChannel(),
    consuming: await connection.createChannel(),
  };
  let hasFailed = false;
  const openAgain = async (failed: Channel): Promise<void> => {
    if (hasFailed) return;
    hasFailed = true;
    down();
    const other = failed === channels.consuming ? channels.publishing : channels.consuming;
    await other.close().catch(() => undefined);
    let isGone = false;
    connection.once('close', () => {
      isGone = true;
    });
    while (!isGone) {
      await delay(reopenPauseMs);
      try {
        await openChannels(connection, options);
        return;
      } catch (error) {
        log(`channels: ${messageOf(error)}`);
      }
    }
  };
  for (const channel of Object.values(channels))
    channel.on('error', (error: Error) => {
      log(`channel: ${messageOf(error)}`);
      void openAgain(channel);
    });
  try {
    await up(channels);
  } catch (error) {
    hasFailed = true;
    await Promise.all(Object.values(channels).map((channel) => channel.close().catch(() => undefined)));
    throw error;
  }
};

/** Resolves once the first connection stands and `up` has run. */
export const openLink = async (options: LinkOptions): Promise<AsyncDisposable> => {
  const { url, down, log } = options;
  const model = await connect(url, {
    noDelay: true,
    recovery: {
      initialDelay: 100,
      factor: 1.5,
      maxDelay: 1_000,
      initialMaxRetries: 100,
      setup: async (connection: ChannelModel) => {
        // The recovery listens only when this is over, and an error that nobody hears would end the process: what is set up on a
        // connection that is lost meanwhile fails by itself, and the recovery begins anew.
        connection.on('error', () => undefined);
        markBlocked(connection, options);
        await openChannels(connection, options);
      },
    },
  });
  // Without a listener an error event would end the process; the recovery does what is needed.
  model.on('error', (error) => log(`broker: ${messageOf(error)}`));
  model.on('disconnect', (error) => {
    log(`broker gone: ${messageOf(error)}`);
    down();
  });
  model.on('connect', () => log('broker connected'));
  return {
    [Symbol.asyncDispose]: async () => {
      await model.close().catch(() => undefined);
    },
  };
};
