import { afterAll, beforeAll, expect, it } from 'vitest';
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
