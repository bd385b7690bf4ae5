import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLink } from '../../src/styles/shared/amqp/broker-link.ts';
import { type Arena, openArena } from '../support/arena.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

/** Carries connections to the broker and resets each by RST when so many pieces of data have gone to the broker; null for never. */
const resettingProxy = async (
  broker: URL,
  resetAt: (connection: number) => number | null,
): Promise<AsyncDisposable & { readonly url: string; readonly connections: () => number }> => {
  let connections = 0;
  const server: Server = createServer((near) => {
    connections += 1;
    const limit = resetAt(connections);
    const far = connect(Number(broker.port), broker.hostname);
    let sent = 0;
    near.on('data', (bytes) => {
      sent += 1;
      if (sent === limit) {
        near.resetAndDestroy();
        far.destroy();
      } else far.write(bytes);
    });
    far.on('data', (bytes) => near.write(bytes));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(broker);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    connections: () => connections,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
};

it('comes up whatever step of connecting a connection is lost at, and its process lives on', async () => {
  const lost = 10;
  // Each connection is lost one piece of data later than the one before: in the handshake, while channels open, while they are set up.
  await using proxy = await resettingProxy(new URL(arena.broker.url), (connection) =>
    connection <= lost ? connection : null,
  );
  const queue = `link-${process.pid}`;
  let ups = 0;
  {
    await using _link = await openLink({
      url: proxy.url,
      up: async ({ consuming }) => {
        for (let turn = 0; turn < lost; turn += 1) await consuming.assertQueue(queue, { exclusive: true });
        ups += 1;
      },
      down: () => undefined,
      log: () => undefined,
      span: () => () => undefined,
    });
  }
  expect(ups).toBe(1);
  expect(proxy.connections()).toBe(lost + 1);
});
