import { expect, test } from 'vitest';
import { subscribe } from '../../test/support/subscribe.ts';
import type { FaultSpec } from '../faults/fault.ts';
import type { ServiceConfig, ServiceSample } from '../service/protocol.ts';
import { type Script, type Scripts, scriptedSite } from '../sites/scripted.ts';
import type { MessageTo } from '../sites/site.ts';
import { startInstance } from './instance.ts';

const config: ServiceConfig = {
  workflow: subscribe,
  asks: [],
  coldStartMs: 0,
  party: null,
  role: 'payments',
  instance: 'payments-1',
  style: 'http',
  policies: {},
  workers: 1,
  work: { meanMs: 1, spread: 0 } as unknown as ServiceConfig['work'],
  declined: 0,
  seed: 1,
  databaseFile: 'payments.db',
  logFile: 'services.log',
  port: 0,
  amqp: null,
  peers: {},
  sampleEveryMs: 5,
  faults: [],
};

const slow = (id: string): FaultSpec => ({
  id,
  type: 'latency',
  module: null,
  acts: { onSteps: true, fromOutside: false, endsProcess: false, restarts: false },
  target: { kind: 'service', service: 'payments', instance: null, step: null },
  atMs: 0,
  forMs: 1,
  settings: {},
});

const sampleOf = (calls: number): ServiceSample => ({
  at: calls,
  cpuSeconds: calls,
  rssBytes: 1,
  connections: 1,
  inFlight: 0,
  owedMessages: 0,
  owedCalls: 0,
  spans: [{ name: 'open', from: calls, until: null }],
  arrivals: calls,
  counters: { calls, [`only-${calls}`]: 1 },
});

const none = (): never => {
  throw new Error('no such program in this play');
};

/** Starts an instance whose processes are played by `service`; gives the messages that each life got too. */
const startPlayed = async (service: Script<'service'>, alarm = new AbortController().signal) => {
  const lives: MessageTo<'service'>[][] = [];
  const noted: Script<'service'> = (self) => {
    const got: MessageTo<'service'>[] = [];
    lives.push(got);
    const react = service(self);
    return (message) => {
      got.push(message);
      react(message);
    };
  };
  const scripts: Scripts = { service: noted, load: none, links: none, replay: none, stub: none };
  const site = scriptedSite({
    scripts,
    // Nobody reaches it: what a test waits for comes, or the test does not end.
    pace: { startWithinMs: 60_000, stopWithinMs: 60_000 },
    readLedger: none,
    readTickets: none,
  });
  const instance = await startInstance(config, {
    site,
    logFd: -1,
    servicesFrom: undefined,
    report: () => undefined,
    alarm,
  });
  const startOf = (life: number): ServiceConfig => {
    const first = lives[life - 1]?.[0];
    if (first?.type !== 'start') throw new Error(`life ${life} was not started`);
    return first.config;
  };
  return { instance, startOf };
};

/** Serves on a port of its own unless it is told one, and counts 3 in its first life and 4 in its second. */
const healthy: Script<'service'> = (self) => (message) => {
  if (message.type === 'start')
    self.send({
      type: 'serving',
      port: message.config.port === 0 ? 7_000 + self.number : message.config.port,
    });
  if (message.type === 'peers') self.send({ type: 'sample', sample: sampleOf(2 + self.number) });
  if (message.type === 'inject') self.send({ type: 'injected', id: message.fault.id, at: 5 });
  if (message.type === 'clear') self.send({ type: 'cleared', id: message.id, at: 6, affected: 1 });
  if (message.type !== 'stop') return;
  self.send({ type: 'stopped', sample: sampleOf(2 + self.number) });
  setImmediate(() => setImmediate(() => self.end()));
};

test('a second life has the port, the peers and the faults of the first', async () => {
  const { instance, startOf } = await startPlayed(healthy);
  const peers = { notifications: ['http://n'] };
  expect(startOf(1)).toEqual(config);
  void instance.setPeers(peers);
  await instance.inject(slow('stays'));
  await instance.inject(slow('goes'));
  await instance.clear('goes');
  const url = instance.url();
  await instance.kill();
  expect(instance.pid()).toBeNull();
  await instance.restart();
  expect(startOf(2)).toEqual({ ...config, port: 7_001, peers, faults: [slow('stays')] });
  expect(instance.url()).toBe(url);
  expect(await instance.clear('stays')).toMatchObject({ affected: 1 });
  await instance.drain();
});

test('what a second life counts is added to what the first had counted', async () => {
  const { instance } = await startPlayed(healthy);
  void instance.setPeers({});
  await expect.poll(() => instance.samples.length).toBe(1);
  await instance.kill();
  await instance.restart();
  void instance.setPeers({});
  await instance.drain();
  expect(instance.samples.map(({ counters }) => counters['calls'])).toEqual([3, 7, 7]);
  expect(instance.samples.at(-1)).toMatchObject({
    cpuSeconds: 7,
    arrivals: 7,
    counters: { calls: 7, 'only-3': 1, 'only-4': 1 },
    spans: [
      { name: 'open', from: 3, until: 3 },
      { name: 'open', from: 4, until: null },
    ],
  });
});

test('its counts are final when every life has answered to the word to stop', async () => {
  const { instance } = await startPlayed(healthy);
  expect(instance.countsAreFinal()).toBe(false);
  await instance.drain();
  expect(instance.countsAreFinal()).toBe(true);
});

test('its counts are never final when one life was killed', async () => {
  const { instance } = await startPlayed(healthy);
  await instance.kill();
  await instance.restart();
  await instance.drain();
  expect(instance.countsAreFinal()).toBe(false);
});

test('whoever starts when another part dies gives up at once', { timeout: 5_000 }, async () => {
  const controller = new AbortController();
  const starting = startPlayed((self) => {
    void self.ended;
    return () => controller.abort();
  }, controller.signal);
  await expect(starting).rejects.toThrow(
    'payments-1 did not start: another part of the round died meanwhile',
  );
});

test('whoever starts after another part has died gives up at once', { timeout: 5_000 }, async () => {
  const starting = startPlayed(() => () => undefined, AbortSignal.abort());
  await expect(starting).rejects.toThrow('another part of the round died meanwhile');
});
