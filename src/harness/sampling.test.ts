import { expect, test } from 'vitest';
import type { ServiceSample } from '../service/protocol.ts';
import { nowMs } from '../shared/clock.ts';
import type { Instance } from './instance.ts';
import { startSampler } from './sampling.ts';

const sampleAt = (at: number): ServiceSample => ({
  at,
  cpuSeconds: 0,
  rssBytes: 1,
  connections: 1,
  inFlight: 1,
  owedMessages: 10,
  owedCalls: 100,
  spans: [],
  arrivals: 0,
  counters: {},
});

const instance = (name: string, pid: number | null, samples: readonly ServiceSample[]): Instance => ({
  name,
  role: name,
  url: () => '',
  pid: () => pid,
  samples,
  countsAreFinal: () => true,
  setPeers: () => Promise.resolve(),
  signal: () => undefined,
  kill: () => Promise.resolve(),
  restart: () => Promise.resolve(),
  inject: () => Promise.resolve(0),
  clear: () => Promise.resolve(null),
  drain: () => Promise.resolve(),
  finish: () => Promise.resolve(),
});

test('what a process said last counts while it lives and speaks, and no longer', async () => {
  // Long enough that a slow machine does not make what was said an interval ago stale.
  const interval = 3_000;
  const pace = { sampleEveryMs: interval, headStartMs: 0, startWithinMs: 0, stopWithinMs: 0 };
  const now = nowMs();
  const instances = [
    instance('speaks', 1, [sampleAt(now - 5 * interval), sampleAt(now - interval)]),
    instance('stopped', 2, [sampleAt(now - 5 * interval)]),
    instance('dead', null, [sampleAt(now)]),
    instance('new', 4, []),
  ];
  const fleet = { instances };
  const load = { progress: () => null };
  const sampler = startSampler({
    site: { pace, usageOf: () => Promise.resolve(null) },
    fleet,
    load,
    side: null,
  });
  await expect.poll(() => sampler.looks.length).toBe(1);
  await sampler[Symbol.asyncDispose]();
  expect(sampler.looks[0]).toMatchObject({ inFlight: 1, owedMessages: 10, owedCalls: 100, queued: 0 });
  expect(Object.keys(sampler.looks[0]?.processes ?? {})).toEqual(['speaks']);
});
