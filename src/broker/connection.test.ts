import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { connectOnce } from './connection.ts';

describe('an address that can be read in two ways', () => {
  test.each([
    'amqp://user:1234/hunter22@127.0.0.1:5672',
    'amqp://user:hunt#er22@127.0.0.1:5672',
    'amqp://user:hun@ter22?x@127.0.0.1:5672',
    'amqp://user:hunter22?x@127.0.0.1:5672',
    'user:hunter22@127.0.0.1:5672',
    'hunter22@127.0.0.1',
    'http://user:hunter22@127.0.0.1:5672',
    'amqp://user:hunter22@127.0.0.1:99999',
    'amqp://user:hunter22@exa mple',
    'hunter22',
  ])('is refused before anybody is asked for it: %s', async (url) => {
    const error = await connectOnce(url).catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/no address that can be read in one way/);
    expect(String(error)).not.toMatch(/hunt|er22|1234/);
    expect((error as Error).cause).toBeUndefined();
  });
});

test('a password may hold an @, and somebody who is no broker learns and says nothing', async () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error = await connectOnce(`amqp://user:hun@ter22@127.0.0.1:${port}`).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toMatch(/no address|ter22/);
  } finally {
    server.close();
  }
});
