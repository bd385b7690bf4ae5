import type { Socket } from 'node:net';
import type { Chunk, LinkShape } from '../faults/fault.ts';
import { nowMs } from '../shared/clock.ts';
import { countMessages, type MessageCounter } from './count-messages.ts';

/** A connection through a link: two sockets and what is on its way between them. */
export interface LinkConnection {
  readonly reset: () => void;
  /** Some of its bytes were swallowed: what follows them makes no sense any more. */
  readonly isTorn: () => boolean;
  readonly closed: Promise<void>;
}

/** Bytes held back per way before the sender is made to wait. */
const mostHeldBytes = 1_048_576;

interface Way {
  readonly from: Socket;
  readonly to: Socket;
  readonly way: Chunk['way'];
  readonly shapes: () => readonly LinkShape[];
  readonly torn: () => void;
  readonly count: MessageCounter;
  readonly reset: () => void;
}

/** Resolves when the socket takes more, or is gone. */
const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
  });

const mayClose = async (shapes: readonly LinkShape[]): Promise<void> => {
  await Promise.all(shapes.map(({ closing }) => closing?.() ?? Promise.resolve()));
};

/** What the shapes in force leave of a chunk, once they let it go. */
const carried = async (shapes: readonly LinkShape[], chunk: Chunk): Promise<Buffer | null> => {
  let bytes: Buffer | null = chunk.bytes;
  for (const { carry } of shapes) {
    if (carry !== undefined && bytes !== null) bytes = await carry({ ...chunk, bytes });
  }
  return bytes;
};

/** Hands on what `from` sends, in order, as fast as the shapes and `to` take it; at last its end. */
const carryOneWay = ({ from, to, way, shapes, torn, count, reset }: Way): void => {
  const waiting: Chunk[] = [];
  let held = 0;
  let busy = false;
  let ended = false;

  const deliver = async (chunk: Chunk): Promise<void> => {
    const bytes = await carried(shapes(), chunk);
    if (bytes === null) torn();
    else if (!to.write(bytes) && !to.destroyed) await drained(to);
    held -= chunk.bytes.length;
    if (held < mostHeldBytes) from.resume();
  };

  const pump = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) await deliver(chunk);
    busy = false;
    if (!ended) return;
    await mayClose(shapes());
    to.end();
  };

  from.on('data', (bytes: Buffer) => {
    waiting.push({ bytes, way, arrivedAt: nowMs(), messages: count(way, bytes), reset });
    held += bytes.length;
    if (held >= mostHeldBytes) from.pause();
    // A socket that is gone takes nothing more; the other end learns of it by its own close.
    pump().catch(() => undefined);
  });
  from.on('end', () => {
    ended = true;
    pump().catch(() => undefined);
  });
};

/** Joins two sockets. `shapes` are those in force, asked for anew with every chunk. */
export const joinSockets = (
  near: Socket,
  far: Socket,
  shapes: () => readonly LinkShape[],
): LinkConnection => {
  let torn = false;
  const tear = (): void => {
    torn = true;
  };
  const reset = (): void => {
    near.resetAndDestroy();
    far.resetAndDestroy();
  };
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    socket.setNoDelay(true);
    socket.on('error', () => {
      // An end that broke off breaks the other off too, when the shapes let it know.
      void mayClose(shapes()).then(() => other.resetAndDestroy());
    });
  }
  const both = { shapes, torn: tear, count: countMessages(), reset };
  carryOneWay({ from: near, to: far, way: 'there', ...both });
  carryOneWay({ from: far, to: near, way: 'back', ...both });
  const bothClosed = Promise.all([closed(near), closed(far)]).then(() => undefined);
  return { reset, isTorn: () => torn, closed: bothClosed };
};
