import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChannelModel, type ConfirmChannel, connect, type Options } from 'amqplib';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hostService } from '../../src/service/host.ts';
import type { Host } from '../../src/service/hosted.ts';
import { styles } from '../../src/styles/index.ts';
import { defaultsOf, type PolicyValues } from '../../src/styles/policy.ts';
import type { Topology } from '../../src/styles/style.ts';
import { readLedger } from '../../src/workflow/read-ledger.ts';
import { type Arena, openArena } from '../support/arena.ts';
import { faultSpec } from '../support/fault-spec.ts';
import { subscribe } from '../support/subscribe.ts';

/** One service of a style on the real broker, and a stranger who puts messages into its queue by hand. */
interface Bench extends AsyncDisposable {
  readonly host: Host;
  readonly put: (body: string | Buffer, options?: Options.Publish) => Promise<void>;
  readonly depth: (queue: string) => Promise<number>;
  readonly queue: string;
  readonly deadLetters: string;
  readonly delayed: readonly string[];
  readonly channel: ConfirmChannel;
  readonly charges: () => Promise<number>;
  readonly log: () => string;
  readonly databaseFile: string;
}

let arena: Arena;
let connection: ChannelModel;
beforeAll(async () => {
  arena = await openArena();
  connection = await connect(arena.broker.url);
});
afterAll(async () => {
  await connection.close();
  await arena[Symbol.asyncDispose]();
});

let benches = 0;

const openBench = async (
  style: string,
  overrides: PolicyValues = {},
  fault: string | null = null,
): Promise<Bench> => {
  benches += 1;
  const prefix = `foreign-${process.pid}-${benches}`;
  const folder = mkdtempSync(join(tmpdir(), 'tandem-foreign-'));
  const policies = { ...defaultsOf(styles.get(style)!.policies), ...overrides };
  const databaseFile = join(folder, 'payments.db');
  const logFile = join(folder, 'log');
  const host = await hostService({
    workflow: subscribe,
    asks: [],
    coldStartMs: 0,
    party: null,
    role: 'payments',
    instance: 'payments-1',
    style,
    policies,
    workers: 4,
    work: { medianMs: 1, p99Ms: 1 },
    declined: 0,
    seed: 1,
    databaseFile,
    logFile,
    port: 0,
    amqp: { url: arena.broker.url, prefix },
    peers: {},
    sampleEveryMs: 250,
    faults:
      fault === null
        ? []
        : [
            faultSpec(
              fault,
              { kind: 'service', service: 'payments', instance: null, step: null },
              { settings: { probability: '100%' } },
            ),
          ],
  });
  const topology: Topology = styles.get(style)!.topology!(prefix, policies, subscribe);
  const channel = await connection.createConfirmChannel();
  const queue = `${prefix}.payments`;
  return {
    host,
    databaseFile,
    queue,
    channel,
    deadLetters: `${queue}.dead-letter`,
    delayed: topology.delayed.filter((name) => name.startsWith(queue)),
    put: async (body, options = {}) => {
      channel.sendToQueue(queue, Buffer.from(body), { persistent: true, ...options });
      await channel.waitForConfirms();
    },
    depth: async (name) => (await channel.checkQueue(name)).messageCount,
    charges: async () =>
      (await readLedger(databaseFile)).entries.filter(({ effect }) => effect === 'charged').length,
    log: () => readFileSync(logFile, 'utf8'),
    [Symbol.asyncDispose]: async () => {
      await host.drain();
      const { queues, delayed, deadLetters, exchanges } = topology;
      for (const name of [...queues, ...delayed, ...deadLetters]) await channel.deleteQueue(name);
      for (const name of exchanges) await channel.deleteExchange(name);
      await channel.close();
      rmSync(folder, { recursive: true });
    },
  };
};

const deliveries = ({ host }: Bench): number => host.gauges.sample().counters['amqp.deliveries'] ?? 0;
const eventually = (check: () => Promise<void> | void) =>
  vi.waitFor(check, { timeout: 30_000, interval: 50 });

const order = { requestId: 'known-1', userId: 'u', plan: 'basic' };
const event = (name: string, extra: object = {}): string =>
  JSON.stringify({ event: name, ...order, ...extra });

const foreign: readonly (readonly [string, string | Buffer, Options.Publish?])[] = [
  ['no JSON', 'hello'],
  ['nothing at all', ''],
  ['bytes', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ['JSON null', 'null'],
  ['a JSON array', '[1, 2]'],
  ['a JSON number', '42'],
  ['a JSON text', '"UserSubscribed"'],
  ['an unknown event', event('SomethingElse')],
  ['the name of a property that every object has', event('constructor')],
  ['no request id', JSON.stringify({ event: 'UserSubscribed', userId: 'u', plan: 'p' })],
  ['a request id that is a number', event('UserSubscribed', { requestId: 7 })],
  ['a user that is a list', event('UserSubscribed', { userId: ['u'] })],
  ['a huge one', event('UserSubscribed', { plan: 'p'.repeat(2_000_000) })],
  [
    'headers that are no headers of ours',
    'hello',
    { headers: { 'x-request-id': { toString: 1 }, 'x-attempt': -3 }, messageId: 'm'.repeat(255) },
  ],
  ['an attempt that is a fraction', 'hello', { headers: { 'x-attempt': 1.5 } }],
  ['an attempt beyond all bounds', 'hello', { headers: { 'x-attempt': 1e300 } }],
];

describe.each(['events', 'hybrid', 'saga'])('a foreign message to %s', (style) => {
  it('is delivered once and then a dead letter, each kind of it, and the service goes on', async () => {
    await using bench = await openBench(style);
    for (const [, body, options] of foreign) await bench.put(body, options);
    await eventually(async () => expect(await bench.depth(bench.deadLetters)).toBe(foreign.length));
    expect(deliveries(bench)).toBe(foreign.length);
    expect(bench.host.gauges.sample().counters['amqp.unreadable']).toBe(foreign.length);
    expect(await bench.depth(bench.queue)).toBe(0);

    const charging = { events: 'UserSubscribed', hybrid: null, saga: 'ChargePayment' }[style];
    if (charging === null || charging === undefined) return;
    await bench.put(event(charging));
    await eventually(async () => expect(await bench.charges()).toBe(1));
    expect(deliveries(bench)).toBe(foreign.length + 1);
  });
});

describe('a message of ours', () => {
  it('with an attempt that no consumer of ours wrote is tried and given up like any other', async () => {
    await using bench = await openBench('events', { maxDeliveries: 2 }, 'error');
    for (const attempt of [-3, 0, 1.5, 'x'])
      await bench.put(event('UserSubscribed', { requestId: `odd-${attempt}` }), {
        headers: { 'x-attempt': attempt },
      });
    await eventually(async () => expect(await bench.depth(bench.deadLetters)).toBe(4));
    expect(deliveries(bench)).toBe(8);
  });

  it('whose giving up fails costs the compensation, and goes round in no loop', async () => {
    await using bench = await openBench('events', { maxDeliveries: 1 }, 'error');
    // From here on nothing can be committed: neither the step nor what undoes it.
    const database = new Database(bench.databaseFile);
    database.exec("create trigger no_more before insert on ledger begin select raise(abort, 'no more'); end");
    database.close();
    await bench.put(event('UserSubscribed'));
    await eventually(async () => expect(await bench.depth(bench.deadLetters)).toBe(1));
    expect(deliveries(bench)).toBe(1);
    expect(bench.host.gauges.sample().counters['amqp.giveUpsFailed']).toBe(1);
    expect(bench.log()).toContain('could not be given up');
  });

  it('that cannot be put into its delay queue becomes a dead letter by the broker’s hand', async () => {
    await using bench = await openBench('events', {}, 'error');
    for (const name of bench.delayed) await bench.channel.deleteQueue(name);
    await bench.put(event('UserSubscribed'));
    await eventually(async () => expect(await bench.depth(bench.deadLetters)).toBe(1));
    expect(deliveries(bench)).toBe(1);
  });

  it('fails without a trace beyond the log where acks are automatic, and the service goes on', async () => {
    await using bench = await openBench('events', { acks: 'auto' });
    for (const [, body, options] of foreign) await bench.put(body, options);
    await bench.put(event('UserSubscribed'));
    await eventually(async () => expect(await bench.charges()).toBe(1));
    expect(deliveries(bench)).toBe(foreign.length + 1);
    expect(await bench.depth(bench.deadLetters)).toBe(0);
  });
});

describe('an order with an odd id', () => {
  const ids = ['é', 'a b', "';--", '{}', '__proto__', '..%2f', 'x'.repeat(4_000)];

  it('goes through the broker like any other', async () => {
    // Nobody is bound to what follows: with a confirm, that alone would have each delivered again.
    await using bench = await openBench('events', { publish: 'fire-and-forget' });
    for (const requestId of ids) await bench.put(event('UserSubscribed', { requestId }));
    await eventually(async () => expect(await bench.charges()).toBe(ids.length));
    expect(await bench.depth(bench.deadLetters)).toBe(0);
    expect(deliveries(bench)).toBe(ids.length);
  });
});
