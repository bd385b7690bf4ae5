import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawAsk, rawRequest } from '../../../../test/support/raw-request.ts';
import type { Gauges, Served } from '../../style.ts';
import { jsonApp, route, serveApp } from './server.ts';

const gauges: Gauges = {
  begin: () => () => undefined,
  owe: () => undefined,
  span: () => () => undefined,
  count: () => undefined,
  total: () => undefined,
};

let served: Served;
beforeAll(async () => {
  const app = jsonApp();
  route(app, 'post', '/subscriptions', gauges, () => Promise.resolve({ status: 201, outcome: 'active' }));
  served = await serveApp(app, { port: 0 });
});
afterAll(async () => {
  await served[Symbol.asyncDispose]();
});

const good = JSON.stringify({ userId: 'user-1', plan: 'basic' });

it.each([
  ['//', 404],
  ['/%', 404],
  ['/subscriptions/%c3%28', 404],
  ['http://evil.example/subscriptions', 404],
  ['/subscriptions', 404],
])('GET %s: %i, and the service lives on', async (path, expected) => {
  const url = `http://127.0.0.1:${served.port}/`;
  const answer = await rawAsk(url, { path });
  expect(Number(answer.split(' ')[1])).toBe(expected);
  expect(answer).not.toMatch(/node_modules|at .*\.[jt]s/);
  expect(await rawRequest(url, 'no HTTP\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
});

it.each<[string, string, Record<string, string>, number]>([
  ['an order', good, {}, 201],
  ['a body beyond 1 MiB', JSON.stringify({ userId: 'x'.repeat(1_100_000), plan: 'basic' }), {}, 413],
  ['a body that is no JSON', '{"userId": ', {}, 400],
  ['a body that is no map', '"text"', {}, 400],
  ['a charset that nobody reads', good, { 'content-type': 'application/json; charset=ebcdic' }, 415],
  ['an encoding that nobody reads', good, { 'content-encoding': 'zip' }, 415],
  ['JSON null', 'null', {}, 400],
  ['a list', '[1, 2]', {}, 400],
  ['no order', '{}', {}, 400],
  ['numbers for names', '{"userId": 1, "plan": 2}', {}, 400],
  ['no key', good, { 'idempotency-key': '' }, 400],
  ['a deadline that is no number', good, { 'x-deadline-ms': 'soon' }, 400],
])('%s: %#', async (_, body, headers, expected) => {
  const response = await fetch(`http://127.0.0.1:${served.port}/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'r-1', ...headers },
    body,
  });
  expect(response.status).toBe(expected);
  if (expected !== 201) expect(await response.json()).toMatchObject({ outcome: 'refused' });
});

describe('a graceful end', () => {
  const order = (port: number, agent: Agent): Promise<{ status: number; connection: string }> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'r-1' };
      const sent = request({ port, agent, path: '/subscriptions', method: 'POST', headers }, (response) => {
        response
          .resume()
          .once('end', () =>
            resolve({ status: response.statusCode ?? 0, connection: response.headers.connection ?? '' }),
          );
      });
      sent.once('error', reject).end(good);
    });

  it('answers what was asked for and what still comes on open connections, tells callers to leave, and takes no new ones', async () => {
    const app = jsonApp();
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((heard) => {
      route(app, 'post', '/subscriptions', gauges, async () => {
        heard();
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return { status: 201, outcome: 'active' };
      });
    });
    app.get('/updates', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here\n\n');
    });
    const draining = await serveApp(app, { port: 0 });
    const [agent, stranger] = [new Agent({ keepAlive: true }), new Agent()];
    const updates = await fetch(`http://127.0.0.1:${draining.port}/updates`, {
      headers: { accept: 'text/event-stream' },
    });
    const open = order(draining.port, agent);
    await asked;
    let isDrained = false;
    const drained = draining.drain().then(() => {
      isDrained = true;
    });
    await expect(order(draining.port, stranger)).rejects.toThrow('ECONNREFUSED');
    expect(isDrained).toBe(false);
    answer();
    expect(await open).toEqual({ status: 201, connection: 'close' });
    await drained;
    await draining[Symbol.asyncDispose]();
    await expect(updates.text()).rejects.toThrow();
    agent.destroy();
  });
});
