import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, type PageServer, servePages } from './serve.ts';

let server: PageServer;
const lines: string[] = [];
beforeAll(async () => {
  server = await servePages({
    port: 0,
    log: (line) => lines.push(line),
    answer: ({ pathname }) => {
      if (pathname === '/broken') throw new Error('cannot be drawn: secret detail');
      return pathname === '/' ? { type: 'text/html', text: '<p>here</p>' } : null;
    },
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

/** The whole answer to a text that somebody wrote on the socket. */
const raw = async (text: string): Promise<string> => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(text);
  let answer = '';
  socket.on('data', (bytes) => {
    answer += bytes.toString();
    // Nothing further will be asked.
    socket.end();
  });
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return answer;
};

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<string> => {
  const all = { host: new URL(server.url).host, connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return raw(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
};

const status = async (answer: Promise<string>): Promise<number> => Number((await answer).split(' ')[1]);

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
    ['a link on another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
  ])('%s', async (_, headers, expected) => {
    expect(await status(ask('/', headers))).toBe(expected);
  });

  it('answers to localhost by name', async () => {
    expect(await status(ask('/', { host: `localhost:${new URL(server.url).port}` }))).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    const answer = await ask('/', { 'content-length': '0' }, method);
    expect(answer).toMatch(/^HTTP\/1\.1 405 [\s\S]*allow: GET, HEAD/i);
  });

  it('survives what is no HTTP, and headers without end', async () => {
    await raw('\u0016\u0003\u0001 hello\r\n\r\n');
    await raw(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`);
    expect(await status(ask('/'))).toBe(200);
  });

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
