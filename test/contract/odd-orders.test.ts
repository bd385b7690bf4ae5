import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hostService } from '../../src/service/host.ts';
import { defaultsOf } from '../../src/styles/policy.ts';
import { callPolicies } from '../../src/styles/shared/http/policies.ts';
import { subscribe } from '../support/subscribe.ts';

const ids = ['é', 'a b', "';--", '{}', '__proto__', '..%2f', 'x'.repeat(4_000)];

it('an order with an odd id, user or plan is answered like any other, a wrong body refused, and the service goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-odd-'));
  const host = await hostService({
    workflow: subscribe,
    asks: [],
    coldStartMs: 0,
    party: null,
    role: 'payments',
    instance: 'payments-1',
    style: 'http',
    policies: defaultsOf(callPolicies),
    workers: 4,
    work: { medianMs: 1, p99Ms: 1 },
    declined: 0,
    seed: 1,
    port: 0,
    amqp: null,
    peers: {},
    databaseFile: join(folder, 'payments.db'),
    logFile: join(folder, 'log'),
    sampleEveryMs: 250,
    faults: [],
  });
  const refund = async (id: string, body: string): Promise<number> => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': id };
    const url = `http://127.0.0.1:${host.served.port}/charges`;
    const { status } = await fetch(url, { method: 'DELETE', headers, body });
    return status;
  };
  const order = JSON.stringify({ userId: 'u\u0000\ud800', plan: '__proto__' });
  for (const id of ids) expect(await refund(id, order)).toBe(200);
  for (const body of ['null', '[]', '7', '{"userId":7,"plan":"p"}', '{'])
    expect(await refund('r', body)).toBeGreaterThanOrEqual(400);
  expect(await refund('last', order)).toBe(200);
  await host.drain();
  rmSync(folder, { recursive: true });
});
