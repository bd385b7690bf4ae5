import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countMessages } from './count-messages.ts';

const frame = (type: number, payload: Buffer): Buffer => {
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(1, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
};
const methodFrame = (family: number, number: number, rest = ''): Buffer => {
  const ids = Buffer.alloc(4);
  ids.writeUInt16BE(family, 0);
  ids.writeUInt16BE(number, 2);
  return frame(1, Buffer.concat([ids, Buffer.from(rest)]));
};
/** A published or delivered message: its method, its header, its body. */
const message = (number: 40 | 60, body: string): Buffer =>
  Buffer.concat([
    methodFrame(60, number, 'exchange'),
    frame(2, Buffer.alloc(20)),
    frame(3, Buffer.from(body)),
  ]);
const heartbeat = frame(8, Buffer.alloc(0));
const ack = methodFrame(60, 80, 'a tag');
const greeting = Buffer.from('AMQP\0\0\x09\x01', 'latin1');

/** Cuts bytes at the places. */
const cut = (bytes: Buffer, places: readonly number[]): Buffer[] => {
  const at = [0, ...places.map((place) => place % bytes.length), bytes.length].toSorted((a, b) => a - b);
  return at
    .slice(1)
    .map((end, index) => bytes.subarray(at[index], end))
    .filter(({ length }) => length > 0);
};

describe('the messages of a connection to a broker', () => {
  it('are counted whatever the bytes are cut into, and nothing else is', () => {
    const part = fc.oneof(
      fc.string().map((body) => ({ bytes: message(40, body), counts: 1 })),
      fc.string().map((body) => ({ bytes: message(60, body), counts: 1 })),
      fc.constantFrom(heartbeat, ack).map((bytes) => ({ bytes, counts: 0 })),
    );
    fc.assert(
      fc.property(
        fc.array(part),
        fc.array(fc.nat()),
        fc.constantFrom('there', 'back'),
        (parts, places, way) => {
          const count = countMessages();
          expect(count('there', greeting)).toBe(0);
          const bytes = Buffer.concat(parts.map((one) => one.bytes));
          const counted = bytes.length === 0 ? [] : cut(bytes, places).map((chunk) => count(way, chunk));
          expect(counted.reduce((sum, one) => sum + one, 0)).toBe(
            parts.reduce((sum, { counts }) => sum + counts, 0),
          );
        },
      ),
    );
  });
});

describe('the requests of an HTTP connection', () => {
  const count = countMessages();
  it.each<['there' | 'back', string, number]>([
    ['there', 'POST /charges HTTP/1.1\r\ncontent-length: 4\r\n\r\n', 1],
    ['there', 'GET ', 0],
    ['back', 'HTTP/1.1 200 OK\r\n', 0],
    ['back', '\r\n{}', 0],
    ['there', 'DELETE /charges HTTP/1.1\r\n\r\n', 1],
    ['back', 'HTTP/1.1 503 Service Unavailable\r\n\r\n', 0],
    ['there', 'the rest of a body', 0],
    ['there', 'GET /updates HTTP/1.1\r\n\r\n', 1],
  ])('%s %j: %i', (way, text, expected) => expect(count(way, Buffer.from(text))).toBe(expected));
});
