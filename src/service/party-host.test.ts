import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { subscribe } from '../../test/support/subscribe.ts';
import type { Party } from '../workflow/party.ts';
import { failureStatusOf, StepFailure } from '../workflow/step-failure.ts';
import type { Host } from './hosted.ts';
import { partyClient } from './party-client.ts';
import { hostParty, rateLimiter } from './party-host.ts';
import { partyPath } from './protocol.ts';

describe('the limit of a party', () => {
  it('takes on the allowance of one second at once, then one each time that it has grown by one', () => {
    let now = 0;
    const wait = rateLimiter(4, () => now);
    expect([wait(), wait(), wait(), wait()]).toEqual([0, 0, 0, 0]);
    expect(wait()).toBeCloseTo(0.25);
    now = 250;
    expect(wait()).toBe(0);
    expect(wait()).toBeCloseTo(0.25);
    now = 60_000;
    expect([wait(), wait(), wait(), wait()]).toEqual([0, 0, 0, 0]);
    expect(wait()).toBeGreaterThan(0);
  });
  it('is no limit without a rate, and a slow one lets the first through', () => {
    const free = rateLimiter(null, () => 0);
    expect(Array.from({ length: 1_000 }, free).every((seconds) => seconds === 0)).toBe(true);
    const slow = rateLimiter(0.5, () => 0);
    expect([slow(), slow()]).toEqual([0, 2]);
  });
});

const hosts: { readonly host: Host; readonly folder: string }[] = [];
afterEach(async () => {
  for (const { host, folder } of hosts.splice(0)) {
    await host.drain();
    rmSync(folder, { recursive: true });
  }
});

const bank: Party = {
  name: 'bank',
  step: 'charge',
  work: { medianMs: 0, p99Ms: 0 },
  perSecond: null,
  errors: 0,
  timeoutMs: 2_000,
};

const open = async (party: Party) => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-party-'));
  const host = await hostParty(
    {
      workflow: subscribe,
      role: party.name,
      instance: `${party.name}-1`,
      style: 'http',
      policies: {},
      workers: 4_096,
      work: party.work,
      declined: 0,
      seed: 1,
      databaseFile: join(folder, 'none.db'),
      logFile: join(folder, 'log'),
      port: 0,
      amqp: null,
      peers: {},
      sampleEveryMs: 250,
      faults: [],
      asks: [],
      coldStartMs: 0,
      party,
    },
    party,
  );
  hosts.push({ host, folder });
  const url = `http://127.0.0.1:${host.served.port}`;
  const asked = partyClient(party, () => [url]);
  const ask = (requestId: string): Promise<void> =>
    asked({
      step: party.step,
      order: { requestId, userId: 'u', plan: 'p' },
      receivedAt: 0,
      attempt: 1,
      once: true,
    });
  return { host, url, ask };
};

const failureOf = async (asking: Promise<void>): Promise<Pick<StepFailure, 'status' | 'retryAfterMs'>> => {
  const error: unknown = await asking.catch((caught: unknown) => caught);
  if (!(error instanceof StepFailure)) throw new Error(`no failure but ${String(error)}`);
  return { status: error.status, retryAfterMs: error.retryAfterMs };
};

describe('a party', () => {
  it('answers, refuses what is above its limit with the time to wait, and counts both', async () => {
    const { host, url, ask } = await open({ ...bank, perSecond: 2 });
    await ask('a-1');
    await ask('a-2');
    expect(await failureOf(ask('a-3'))).toEqual({ status: 503, retryAfterMs: 1_000 });
    const refused = await fetch(`${url}${partyPath}`, {
      method: 'POST',
      headers: { 'idempotency-key': 'a-4' },
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(host.gauges.sample().counters).toMatchObject({ 'party.asked': 4, 'party.limited': 2 });
  });

  it('fails the same tries of the same requests whenever the seed is the same, and none that it has answered', async () => {
    const outcomes = async (): Promise<readonly string[]> => {
      const { ask } = await open({ ...bank, errors: 0.5 });
      const seen: string[] = [];
      for (let request = 0; request < 20; request += 1)
        for (let tries = 0; tries < 3; tries += 1)
          seen.push(
            await ask(`s-${request}`).then(
              () => 'ok',
              (error: unknown) => String(failureStatusOf(error)),
            ),
          );
      return seen;
    };
    const first = await outcomes();
    expect(await outcomes()).toEqual(first);
    expect(new Set(first)).toEqual(new Set(['ok', '502']));
    for (let request = 0; request < 20; request += 1) {
      const tries = first.slice(request * 3, request * 3 + 3);
      const at = tries.indexOf('ok');
      if (at >= 0) expect(tries.slice(at)).toEqual(tries.slice(at).map(() => 'ok'));
    }
  });

  it('that is away, or slower than the patience of the step, is a failure with its own status', async () => {
    const { host, ask } = await open({ ...bank, work: { medianMs: 60_000, p99Ms: 60_000 }, timeoutMs: 50 });
    expect(await failureOf(ask('s-1'))).toEqual({ status: 504, retryAfterMs: undefined });
    await host.drain();
    expect(await failureOf(ask('s-2'))).toEqual({ status: 503, retryAfterMs: undefined });
  });

  it('refuses who gives no key', async () => {
    const { url } = await open(bank);
    expect((await fetch(`${url}${partyPath}`, { method: 'POST' })).status).toBe(400);
  });
});
