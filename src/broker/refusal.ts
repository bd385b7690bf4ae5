import type { Socket } from 'node:net';
import { onOpenedSocket } from '../shared/opened-sockets.ts';

/** A broker that answered and said no: it will say the same a second time. */
export class BrokerRefusal extends Error {
  /** 403 (who logs in, or what for) or 530 (the virtual host). */
  readonly code: number;
  constructor(code: number, text: string, options?: ErrorOptions) {
    super(text, options);
    this.name = 'BrokerRefusal';
    this.code = code;
  }
}

/** Of 541 and the like the cause may pass, for instance a virtual host that is still being started. */
const finalCodes = [403, 530];

interface Close {
  readonly code: number;
  readonly text: string;
}

/** `connection.close`: class 10, method 50, a code of two bytes, a text behind a byte with its length. */
const closeMethod = Buffer.from([0, 10, 0, 50]);

const closeIn = (received: Buffer): Close | null => {
  const at = received.indexOf(closeMethod);
  if (at < 0 || received.length < at + 7) return null;
  const textAt = at + 7;
  const text = received.toString('utf8', textAt, textAt + received.readUInt8(at + 6));
  return { code: received.readUInt16BE(at + 4), text };
};

/** The code and the broker's own words, where the message of an error of amqplib has them. */
export const closeReportedIn = (error: unknown): Close | null => {
  const [, code, text] = /(\d{3}) \([\w-]+\) with message "(.*)"/s.exec(String(error)) ?? [];
  return code === undefined || text === undefined ? null : { code: Number(code), text };
};

/** Calls `open` and gives the socket that it has opened at once. */
const withSocket = <T>(open: () => T): { readonly opened: T; readonly socket: Socket | null } => {
  let socket: Socket | null = null;
  const stop = onOpenedSocket('net.client.socket', (opened) => {
    socket = opened;
  });
  try {
    return { opened: open(), socket };
  } finally {
    stop();
  }
};

/**
 * Waits for a connection; rejects with a `BrokerRefusal` where the broker gave a final reason against it. amqplib drops the reason
 * why a virtual host was refused, so what arrives is read along; over TLS only a refused login is told.
 */
export const orRefusal = async <T>(connect: () => Promise<T>): Promise<T> => {
  const { opened, socket } = withSocket(connect);
  let last: Buffer = Buffer.alloc(0);
  const readAlong = (chunk: Buffer): void => {
    last = chunk;
  };
  // amqplib listens to `readable`, which leaves it in control: a chunk is told here when it has been read there.
  socket?.on('data', readAlong);
  try {
    return await opened;
  } catch (error) {
    const close = closeIn(last) ?? closeReportedIn(error);
    if (close === null || !finalCodes.includes(close.code)) throw error;
    throw new BrokerRefusal(close.code, close.text, { cause: error });
  } finally {
    socket?.off('data', readAlong);
  }
};
