import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listenTo } from './live-updates.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const serve = (listener: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(listener);
    servers.push(server);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/updates`),
    );
  });

const event = 'id: 7\ndata: {"requestId":"r-1","notice":"ready"}\n\n';

describe('what answers for live updates', () => {
  it.each<[string, number, string, RegExp]>([
    ['not found', 404, 'text/html', /answered 404 text\/html instead of a stream/],
    ['a stream that is none', 200, 'text/html', /answered 200 text\/html/],
    ['JSON', 200, 'application/json', /answered 200 application\/json/],
    ['an error with the right type', 503, 'text/event-stream', /answered 503/],
  ])('%s is no connection', async (_, status, type, reason) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': type }).end(event);
    });
    const heard: string[] = [];
    const listener = listenTo(url, (id) => heard.push(id));
    await expect(listener.connected).rejects.toThrow(reason);
    expect(listener.wrongAnswers()[0]).toMatch(reason);
    await listener.dispose();
    expect(heard).toEqual([]);
  });

  it.each(['no JSON', '{"id":"r-1"}', '{"requestId":"r-1","notice":"hooray"}', 'null'])(
    'an event that reads %s makes the client deaf, by name',
    async (data) => {
      const url = await serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`id: 7\ndata: ${data}\n\n`);
      });
      const heard: string[] = [];
      const listener = listenTo(url, (id) => heard.push(id));
      await vi.waitFor(() => expect(listener.wrongAnswers()).not.toEqual([]));
      await listener.dispose();
      expect(listener.wrongAnswers()[0]).toContain(`an event that names no request: ${data}`);
      expect(heard).toEqual([]);
    },
  );

  it('a stream of events is, and one that breaks off is asked for what was missed', async () => {
    const asked: (string | undefined)[] = [];
    let both: () => void = () => undefined;
    const twice = new Promise<void>((resolve) => {
      both = resolve;
    });
    const url = await serve((request, response) => {
      asked.push(request.headers['last-event-id'] as string | undefined);
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end(event);
      if (asked.length === 2) both();
    });
    const heard: string[] = [];
    const listener = listenTo(url, (id) => heard.push(id));
    await listener.connected;
    await twice;
    await listener.dispose();
    expect(asked.slice(0, 2)).toEqual([undefined, '7']);
    expect(heard[0]).toBe('r-1');
    expect(listener.wrongAnswers()).toEqual([]);
  });
});
