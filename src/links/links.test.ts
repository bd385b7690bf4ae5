import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faultNamed, faultSpec } from '../../test/support/fault-spec.ts';
import type { LinkTarget } from '../faults/target.ts';
import { createLinks, type Links } from './links.ts';

/** Echoes what it gets; keeps its sockets for the test to look at. */
const startEcho = async (): Promise<{ server: Server; port: number; sockets: Socket[] }> => {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => socket.write(bytes));
    socket.on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, sockets };
};

const clientToEcho: LinkTarget = { kind: 'link', from: 'client', to: 'echo', openedBy: 'from' };
const echoToClient: LinkTarget = { kind: 'link', from: 'echo', to: 'client', openedBy: 'from' };

/** What `inject` takes of a fault on the link. */
const fault = (type: string, settings: Record<string, unknown>, target = clientToEcho) =>
  [faultSpec(type, target, { settings }), faultNamed(type)] as const;

let echo: Awaited<ReturnType<typeof startEcho>>;
let links: Links;
let port: number;
const clients: Socket[] = [];

interface Client {
  readonly socket: Socket;
  readonly text: () => string;
  readonly error: () => string | undefined;
}

/** A connection through the link, and all that came back on it. */
const dial = async (to = port): Promise<Client> => {
  const socket = connect(to, '127.0.0.1');
  let text = '';
  let error: string | undefined;
  socket.on('data', (bytes) => {
    text += bytes.toString();
  });
  socket.on('error', (reason: NodeJS.ErrnoException) => {
    error = reason.code;
  });
  clients.push(socket);
  await once(socket, 'connect');
  return { socket, text: () => text, error: () => error };
};

/** A connection whose two halves are known to be joined. */
const dialThrough = async (to = port): Promise<Client> => {
  const client = await dial(to);
  client.socket.write('.');
  await vi.waitFor(() => expect(client.text()).toBe('.'));
  return client;
};

beforeEach(async () => {
  echo = await startEcho();
  links = createLinks();
  port = await links.open({
    from: 'client',
    fromInstance: null,
    to: 'echo',
    toInstance: 1,
    host: '127.0.0.1',
    port: echo.port,
  });
});
afterEach(() => {
  for (const socket of [...clients, ...echo.sockets]) socket.destroy();
  clients.length = 0;
  echo.server.close();
});

describe('a link', () => {
  it('in good health hands on bytes and closes both ways', async () => {
    const { socket, text } = await dialThrough();
    socket.end('hello');
    await once(socket, 'close');
    expect(text()).toBe('.hello');
  });

  it('carries more than it may hold back without losing any', async () => {
    const { socket, text } = await dial();
    links.inject(...fault('latency', { add: '1ms', jitter: '1ms' }), 1);
    const sent = Array.from({ length: 60_000 }, (_, index) => String(index))
      .join(' ')
      .repeat(8);
    socket.end(sent);
    await once(socket, 'close');
    expect(text()).toBe(sent);
    expect(links.clear('latency-1').affected).toBeGreaterThan(0);
  });

  it('with latency and jitter keeps the order of the bytes', async () => {
    links.inject(...fault('latency', { add: '5ms', jitter: '5ms' }), 1);
    const { socket, text } = await dial();
    for (let index = 0; index < 30; index += 1) {
      socket.write(`${index} `);
      await new Promise((resolve) => setImmediate(resolve));
    }
    socket.end();
    await once(socket, 'close');
    expect(text()).toBe(Array.from({ length: 30 }, (_, index) => `${index} `).join(''));
  });

  it('resets what stands and what comes, until it is cleared', async () => {
    const standing = await dialThrough();
    links.inject(...fault('reset', {}), 1);
    await vi.waitFor(() => expect(standing.error()).toBe('ECONNRESET'));
    const [reason] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
    expect(reason.code).toBe('ECONNRESET');
    expect(links.clear('reset-1')).toMatchObject({ affected: 2, used: true });
    await dialThrough();
  });

  it('as a black hole keeps connections open and silent, and resets those with a hole when it is cleared', async () => {
    const [torn, idle] = [await dialThrough(), await dialThrough()];
    links.inject(...fault('blackhole', {}), 1);
    torn.socket.write('lost');
    const late = await dial();
    late.socket.write('ignored');
    // Another link of the process answers meanwhile, so these bytes have had their turn.
    const other = {
      from: 'other',
      fromInstance: null,
      to: 'echo',
      toInstance: 1,
      host: '127.0.0.1',
      port: echo.port,
    };
    await dialThrough(await links.open(other));
    expect([torn.text(), late.text()]).toEqual(['.', '']);
    expect(torn.socket.destroyed).toBe(false);
    expect(links.clear('blackhole-1').affected).toBe(2);
    await vi.waitFor(() => expect([torn.error(), late.error()]).toEqual(['ECONNRESET', 'ECONNRESET']));
    idle.socket.write('heard');
    await vi.waitFor(() => expect(idle.text()).toBe('.heard'));
  });

  it('closes slowly: the other end learns of it when the delay is over', async () => {
    const { socket } = await dialThrough();
    links.inject(...fault('slow-close', { delay: '100ms' }), 1);
    const order: string[] = [];
    echo.sockets[0]!.on('end', () => order.push('told'));
    socket.end();
    setTimeout(() => order.push('half way'), 50);
    await vi.waitFor(() => expect(order).toEqual(['half way', 'told']));
    expect(links.clear('slow-close-1').affected).toBeGreaterThan(0);
  });

  it('loses as many messages as it counts, and with each the connection that carried it', async () => {
    links.inject(...fault('loss', { probability: '50%' }), 1);
    let lost = 0;
    for (let request = 0; request < 20; request += 1) {
      const { socket, text, error } = await dial();
      socket.write(`POST /${request} HTTP/1.1\r\n\r\n`);
      // Either it comes back, or the connection is gone.
      await vi.waitFor(() => expect([text() !== '', error() === 'ECONNRESET']).toContain(true));
      if (error() === 'ECONNRESET') lost += 1;
    }
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(20);
    expect(links.clear('loss-1').affected).toBe(lost);
  });

  it('with loss carries what is no message', async () => {
    links.inject(...fault('loss', { probability: '100%' }), 1);
    const { text } = await dialThrough();
    expect(text()).toBe('.');
    expect(links.clear('loss-1').affected).toBe(0);
  });

  it('is cut by a partition of the instances that it joins, and by none of others', async () => {
    const between = (to: number): LinkTarget => ({ ...clientToEcho, only: { to }, openedBy: 'either' });
    const standing = await dialThrough();
    links.inject(...fault('partition', { how: 'refuse' }, between(2)), 1);
    await dialThrough();
    expect(links.clear('partition-1')).toMatchObject({ affected: 0, used: false });
    links.inject(...fault('partition', { how: 'refuse' }, between(1)), 1);
    await vi.waitFor(() => expect(standing.error()).toBe('ECONNRESET'));
    const [reason] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
    expect(reason.code).toBe('ECONNRESET');
    expect(links.clear('partition-1').affected).toBeGreaterThan(1);
    await dialThrough();
  });

  it('in a partition swallows what is sent, and begins anew when that is over', async () => {
    const cut = await dialThrough();
    links.inject(...fault('partition', {}), 1);
    cut.socket.write('lost');
    const other = {
      from: 'other',
      fromInstance: null,
      to: 'echo',
      toInstance: 1,
      host: '127.0.0.1',
      port: echo.port,
    };
    await dialThrough(await links.open(other));
    expect([cut.text(), cut.error()]).toEqual(['.', undefined]);
    expect(links.clear('partition-1').affected).toBe(1);
    await vi.waitFor(() => expect(cut.error()).toBe('ECONNRESET'));
    await dialThrough();
  });

  it('is affected only by faults on it; a link nobody used says so', () => {
    links.inject(...fault('reset', {}, echoToClient), 1);
    expect(links.clear('reset-1')).toMatchObject({ affected: 0, used: false });
  });

  it('takes `↔` for the connections of either end', async () => {
    const { error } = await dialThrough();
    links.inject(...fault('reset', {}, { ...echoToClient, openedBy: 'either' }), 1);
    await vi.waitFor(() => expect(error()).toBe('ECONNRESET'));
    expect(links.clear('reset-1')).toMatchObject({ affected: 1, used: true });
  });
});
