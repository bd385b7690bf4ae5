import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

type Channel = 'net.client.socket' | 'net.server.socket';

/**
 * Calls with every TCP socket that this process opens (`net.client.socket`) or accepts (`net.server.socket`), by Node's own
 * diagnostics: transports need not take part. Gives what ends it.
 */
export const onOpenedSocket = (channel: Channel, opened: (socket: Socket) => void): (() => void) => {
  const listener = (message: unknown): void => {
    if (
      typeof message === 'object' &&
      message !== null &&
      'socket' in message &&
      message.socket instanceof Socket
    )
      opened(message.socket);
  };
  subscribe(channel, listener);
  return () => void unsubscribe(channel, listener);
};
