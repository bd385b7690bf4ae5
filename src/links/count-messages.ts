import type { Chunk } from '../faults/fault.ts';

/** Counts the requests or messages that begin in the bytes of a connection, which it gets in the order in which they come. */
export type MessageCounter = (way: Chunk['way'], bytes: Buffer) => number;

/** Type, channel and size of an AMQP frame; then, of a method, its class and number. See the AMQP 0-9-1 specification, 2.3.5. */
const headBytes = 7;
const methodBytes = 4;
const endBytes = 1;
const methodFrame = 1;
const basicClass = 60;
const [publish, deliver] = [40, 60];

/** What opens an AMQP connection: the protocol's name and version. */
const greeting = 'AMQP';
const greetingBytes = 8;

const isMessage = (head: Buffer): boolean =>
  head.readUInt16BE(headBytes) === basicClass &&
  [publish, deliver].includes(head.readUInt16BE(headBytes + 2));

/** Walks the frames of one way. `skip`: bytes before the first of them. */
const frameCounter = (skip: number): ((bytes: Buffer) => number) => {
  let toSkip = skip;
  let head: Buffer = Buffer.alloc(0);
  return (bytes) => {
    let count = 0;
    for (let at = 0; at < bytes.length; ) {
      if (toSkip > 0) {
        const step = Math.min(toSkip, bytes.length - at);
        toSkip -= step;
        at += step;
        continue;
      }
      const isMethod = head.length > 0 && head[0] === methodFrame;
      const wanted = head.length < headBytes || !isMethod ? headBytes : headBytes + methodBytes;
      const part = bytes.subarray(at, at + wanted - head.length);
      head = Buffer.concat([head, part]);
      at += part.length;
      if (head.length < headBytes || (head[0] === methodFrame && head.length < headBytes + methodBytes))
        continue;
      if (head[0] === methodFrame && isMessage(head)) count += 1;
      toSkip = head.readUInt32BE(3) + endBytes - (head.length - headBytes);
      head = Buffer.alloc(0);
    }
    return count;
  };
};

const method = /^[A-Z]{3,7} /;

/** One request after the other, each answered before the next: no client here pipelines. */
const requestCounter = (): MessageCounter => {
  let isAsked = false;
  return (way, bytes) => {
    if (way === 'back') {
      isAsked = false;
      return 0;
    }
    // The rest of a body is no request.
    if (isAsked || !method.test(bytes.toString('latin1', 0, 8))) return 0;
    isAsked = true;
    return 1;
  };
};

const amqpCounter = (): MessageCounter => {
  const ways = { there: frameCounter(greetingBytes), back: frameCounter(0) };
  return (way, bytes) => ways[way](bytes);
};

/** Tells AMQP from HTTP by the first bytes; whoever opens a connection speaks first in both. */
export const countMessages = (): MessageCounter => {
  let counter: MessageCounter | null = null;
  return (way, bytes) => {
    if (counter === null && way === 'back') return 0;
    counter ??= bytes.toString('latin1', 0, greeting.length) === greeting ? amqpCounter() : requestCounter();
    return counter(way, bytes);
  };
};
