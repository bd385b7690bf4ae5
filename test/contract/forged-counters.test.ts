import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { ServiceConfig } from '../../src/service/protocol.ts';
import { defaultsOf } from '../../src/styles/policy.ts';
import { callPolicies } from '../../src/styles/shared/http/policies.ts';
import { brokenStyle } from '../support/arena.ts';
import { subscribe } from '../support/subscribe.ts';

const folder = mkdtempSync(join(tmpdir(), 'tandem-forged-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a style that writes a counter of the audit ends its process, and the log says why', async () => {
  const main = fileURLToPath(new URL('../../dist/service/main.js', import.meta.url));
  const logFile = join(folder, 'log');
  const child = fork(main, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const config: ServiceConfig = {
    workflow: subscribe,
    asks: [],
    party: null,
    coldStartMs: 0,
    role: 'payments',
    instance: 'payments-1',
    style: brokenStyle('counts-as-judge'),
    policies: defaultsOf(callPolicies),
    workers: 1,
    work: { medianMs: 1, p99Ms: 1 },
    declined: 0,
    seed: 1,
    databaseFile: join(folder, 'payments.db'),
    logFile,
    port: 0,
    amqp: null,
    peers: {},
    sampleEveryMs: 250,
    faults: [],
  };
  child.send({ type: 'start', config });
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).not.toBe(0);
  expect(readFileSync(logFile, 'utf8')).toContain('"order.violations" is not for a style to write');
});
