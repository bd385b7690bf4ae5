import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawAsk, rawRequest, requestText, statusOf } from '../../test/support/raw-request.ts';
import { addressOf, type PageServer, servePages } from './serve.ts';

let server: PageServer;
const lines: string[] = [];
const streams: ServerResponse[] = [];
beforeAll(async () => {
  server = await servePages({
    port: 0,
    log: (line) => lines.push(line),
    answer: ({ pathname }) => {
      if (pathname === '/broken') throw new Error('cannot be drawn: secret detail');
      if (pathname === '/secret') throw new Error('no answer from amqp://user:hunter22@host\u001b[2J\nat x');
      return pathname === '/' ? { type: 'text/html', text: '<p>here</p>' } : null;
    },
    stream: {
      path: '/events',
      open: (_request, response) => {
        streams.push(response);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: 1\n\n');
      },
    },
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const raw = (text: string): Promise<string> => rawRequest(server.url, text);

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<string> =>
  rawAsk(server.url, { path, headers, method });

const status = statusOf;

describe('a page server', () => {
  it.each([
    ['/', 200],
    ['//', 404],
    ['///evil.example/', 404],
    ['/\\evil.example', 404],
    ['/..%2f..%2fetc/passwd', 404],
    ['/../../etc/passwd', 404],
    ['/%', 400],
    ['/%c3%28', 400],
    ['http://evil.example/', 400],
    ['*', 400],
    [`/${'a'.repeat(15_000)}`, 404],
    ['/broken', 500],
  ])('GET %.30s: %i, and it lives on', async (path, expected) => {
    expect(await status(ask(path))).toBe(expected);
    expect(await status(ask('/'))).toBe(200);
  });

  it('says nothing of what went wrong inside, to the visitor', async () => {
    expect(await ask('/broken')).not.toContain('secret');
    expect(lines.join()).toContain('cannot be drawn');
  });

  it.each([
    ['another name (DNS rebinding)', { host: 'evil.example' }, 403],
    ['another name with our port', { host: 'evil.example:80' }, 403],
    ['no name', { host: '' }, 403],
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['a page that has no origin', { origin: 'null' }, 403],
    ['a script of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['a script of another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 403],
    [
      'a frame',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      403,
    ],
    [
      'an object',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'object' },
      403,
    ],
    [
      'a link on another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      200,
    ],
    ['a script of its own', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'no-cors' }, 200],
    ['an address that somebody typed', { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, 200],
  ])('%s', async (_, headers, expected) => {
    expect(await status(ask('/', headers))).toBe(expected);
  });

  it('answers to localhost by name', async () => {
    expect(await status(ask('/', { host: `localhost:${new URL(server.url).port}` }))).toBe(200);
  });

  it('writes one short line about what went wrong, without secrets and control characters', async () => {
    await ask('/secret');
    expect(lines.at(-1)).toBe('page server: no answer from amqp://user:***@host [2J at x');
  });

  it('gives a stream to its own pages, to no link, and to no more than a machine has', async () => {
    const linked = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect(await status(ask('/events', linked))).toBe(403);
    expect(await status(ask('/events', {}, 'HEAD'))).toBe(404);
    const { port } = new URL(server.url);
    const held = Array.from({ length: 32 }, () => connect(Number(port), '127.0.0.1'));
    for (const socket of held) socket.write(requestText(server.url, { path: '/events' }));
    await Promise.all(held.map((socket) => once(socket, 'data')));
    expect(await status(ask('/events'))).toBe(503);
    for (const socket of held) socket.destroy();
    await expect.poll(() => status(ask('/events'))).toBe(200);
    for (const stream of streams) stream.destroy();
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    const answer = await ask('/', { 'content-length': '0' }, method);
    expect(answer).toMatch(/^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD/i);
  });

  it('survives what is no HTTP, and headers without end', async () => {
    const host = `host: ${new URL(server.url).host}`;
    for (const [text, expected] of [
      ['\u0016\u0003\u0001 hello\r\n\r\n', 400],
      ['GET\r\n\r\n', 400],
      ['GET / HTTP/9.9\r\n\r\n', 400],
      ['GET / HTTP/1.1\r\n\r\n', 400],
      ['GET / HTTP/1.0\r\n\r\n', 403],
      [`GET /a b HTTP/1.1\r\n${host}\r\n\r\n`, 400],
      [`GET / HTTP/1.1\r\n${host}\r\nx: \u0000\r\n\r\n`, 400],
      [`GET / HTTP/1.1\r\n${host}\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
      [`GET /${'y'.repeat(40_000)} HTTP/1.1\r\n${host}\r\n\r\n`, 431],
      [`GET / HTTP/1.1\r\n${host}\r\nhost: evil.example\r\nconnection: close\r\n\r\n`, 403],
      [`CONNECT evil.example:80 HTTP/1.1\r\n${host}\r\n\r\n`, null],
      [`GET / HTTP/1.1\r\n${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`, 200],
      [`GET / HTTP/1.1\r\n${host}\r\nexpect: everything\r\nconnection: close\r\n\r\n`, 417],
      [`GET / HTTP/1.1\r\n${host}\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\nabc`, 400],
      [`GET / HTTP/1.1\r\n${host}\r\ncontent-length: -1\r\n\r\n`, 400],
    ] as const) {
      const answer = await raw(text);
      if (expected !== null)
        expect([text.slice(0, 60), await status(Promise.resolve(answer))]).toEqual([
          text.slice(0, 60),
          expected,
        ]);
      expect(await status(ask('/'))).toBe(200);
    }
  });

  it('sends away who begins to ask and never ends', async () => {
    expect(await status(raw(`GET / HTTP/1.1\r\nhost: ${new URL(server.url).host}\r\n`))).toBe(408);
  }, 60_000);

  it('sends a policy, and nothing that another site could use, with every answer', async () => {
    for (const path of ['/', '/nothing', '/%']) {
      const answer = await ask(path);
      expect(answer).toMatch(/content-security-policy: default-src 'none'/i);
      expect(answer).toMatch(/frame-ancestors 'none'/);
      expect(answer).toMatch(/cross-origin-resource-policy: same-origin/i);
      expect(answer).toMatch(/x-content-type-options: nosniff/i);
    }
  });

  it('answers HEAD without a body', async () => {
    const { port } = new URL(server.url);
    const response = await new Promise<number>((resolve, reject) => {
      request({ port, method: 'HEAD', host: '127.0.0.1', path: '/' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
    expect(response).toBe(200);
  });
});

it.each([
  [undefined, null],
  ['', null],
  ['x', null],
  ['/a?b=%', '/a'],
])('the address %s', (target, expected) => {
  expect(addressOf(target)?.pathname ?? null).toBe(expected);
});
