import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import amqp from 'amqplib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Broker, startBroker } from '../../src/broker/index.ts';
import { connectObserver } from '../../src/broker/observer.ts';
import { familyOf, isRunning, readProcessTable } from '../../src/reaper/process-table.ts';
import { type Reaper, startReaper } from '../../src/reaper/reaper.ts';
import { nowMs } from '../../src/shared/clock.ts';

/** A temporary folder of the test's own, where the nodes then put theirs. */
const ownTemp = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'broker-test-'));
  vi.stubEnv('TMPDIR', folder);
  return folder;
};

/** Processes that run with this folder in their environment, a daemon that left the family included. */
const livingIn = (folder: string): number[] =>
  readProcessTable()
    .map((row) => row.pid)
    .filter((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return environment.includes(folder);
      } catch {
        return false; // ended meanwhile, or no /proc
      }
    });

/** Publishes persistent messages to a durable queue; resolves when the broker has confirmed all. */
const publishConfirmed = async (url: string, queue: string, ids: readonly string[]): Promise<void> => {
  const model = await amqp.connect(url);
  const channel = await model.createConfirmChannel();
  await channel.assertQueue(queue, { durable: true });
  for (const id of ids) {
    channel.sendToQueue(queue, Buffer.from('{}'), { persistent: true, headers: { 'x-request-id': id } });
  }
  await channel.waitForConfirms();
  await model.close();
};

/**
 * Whether the declaration of a queue has reached the files of a node: they are written behind the answer, and a kill in that
 * moment loses the queue. Where there is no /proc to find them by, it is taken for written.
 */
const isOnDisk = (pid: number, queue: string): boolean => {
  if (!existsSync(`/proc/${pid}/environ`)) return true;
  const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
  const base = /RABBITMQ_MNESIA_BASE=([^\0]+)/.exec(environment)?.[1];
  if (base === undefined) throw new Error('the node has no data folder in its environment');
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(LOG|DCL|DCD)$/.test(name))
    .some((name) => readFileSync(join(base, name), 'latin1').includes(queue));
};

describe('a private node', () => {
  let reaper: Reaper;
  let broker: Broker;
  const said: string[] = [];

  beforeAll(async () => {
    reaper = await startReaper();
    broker = await startBroker({ reaper, log: (line) => said.push(line), require: 'crashable' });
  });

  afterAll(async () => {
    await broker[Symbol.asyncDispose]();
    await reaper[Symbol.asyncDispose]();
  });

  test('says what it starts, and reports itself', () => {
    expect(said.join('\n')).toContain('starting a private node');
    expect(broker.kind).toBe('private');
    expect(broker.canCrash).toBe(true);
    expect(broker.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(isRunning(broker.pid ?? 0)).toBe(true);
  });

  test('is used, but neither crashed nor ended, by who finds it in AMQP_URL', async () => {
    vi.stubEnv('AMQP_URL', broker.url);
    try {
      const lines: string[] = [];
      const found = await startBroker({ reaper, log: (line) => lines.push(line) });
      expect(found).toMatchObject({
        kind: 'external',
        url: broker.url,
        version: broker.version,
        canCrash: false,
      });
      expect(lines.join()).not.toContain(new URL(broker.url).password);
      await expect(found.kill()).rejects.toMatchObject({ exitCode: 4 });
      await found[Symbol.asyncDispose]();
      expect(isRunning(broker.pid ?? 0)).toBe(true);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('keeps confirmed persistent messages over a crash', async () => {
    await publishConfirmed(broker.url, 'kept', ['a', 'b']);
    await using observer = await connectObserver(broker.url);
    const before = broker.pid ?? 0;
    await vi.waitFor(() => expect(isOnDisk(before, 'kept')).toBe(true), 30_000);

    await broker.kill();
    expect(isRunning(before)).toBe(false);
    await vi.waitFor(async () => expect(await observer.depths(['kept'])).toBeNull());

    await broker.restart();
    expect(broker.pid).not.toBe(before);
    await vi.waitFor(
      async () => expect(await observer.depths(['kept', 'never-declared'])).toEqual(new Map([['kept', 2]])),
      30_000,
    );
    expect((await observer.leftovers('kept'))?.sort()).toEqual(['a', 'b']);
    expect(await observer.leftovers('kept')).toEqual([]);
  });

  test('a restart takes no connection before its time, and the next one waits for nobody', async () => {
    const opensAt = nowMs() + 20_000;
    const taken: number[] = [];
    const { port } = new URL(broker.url);
    const knocking = setInterval(() => {
      const socket = createConnection(Number(port), '127.0.0.1');
      socket.once('connect', () => taken.push(nowMs())).once('error', () => undefined);
      socket.once('connect', () => socket.destroy());
    }, 20);
    try {
      await broker.kill();
      taken.length = 0;
      await broker.restart(opensAt);
    } finally {
      clearInterval(knocking);
    }
    expect(taken.length).toBeGreaterThan(0);
    expect(Math.min(...taken)).toBeGreaterThanOrEqual(opensAt);
    await broker.restart();
    await using observer = await connectObserver(broker.url);
    expect(await observer.depths(['never-declared'])).toEqual(new Map());
  });

  test('the observer sees a stopped broker as away, and as back afterwards', async () => {
    await publishConfirmed(broker.url, 'waiting', ['c']);
    await using observer = await connectObserver(broker.url);
    process.kill(broker.pid ?? 0, 'SIGSTOP');
    try {
      expect(await observer.depths(['waiting'])).toBeNull();
    } finally {
      process.kill(broker.pid ?? 0, 'SIGCONT');
    }
    await vi.waitFor(
      async () => expect((await observer.depths(['waiting']))?.get('waiting')).toBe(1),
      10_000,
    );
  });

  test('the observer removes a topology, whether it exists or not', async () => {
    await publishConfirmed(broker.url, 'doomed', ['d']);
    await using observer = await connectObserver(broker.url);
    await observer.remove({ exchanges: ['never-declared'], queues: ['doomed', 'never-declared'] });
    expect(await observer.depths(['doomed'])).toEqual(new Map());
    expect(await observer.leftovers('doomed')).toEqual([]);
  });
});

test('a node that does not start says why, and leaves nothing behind', async () => {
  const release = await mkdtemp(join(tmpdir(), 'broken-release-'));
  await mkdir(join(release, 'sbin'));
  for (const name of ['rabbitmq-server', 'rabbitmq-env']) {
    await writeFile(join(release, 'sbin', name), '#!/bin/sh\necho "no Erlang here"\nexit 1\n', {
      mode: 0o755,
    });
  }
  vi.stubEnv('RABBITMQ_HOME', release);
  const temp = await ownTemp();
  try {
    await using reaper = await startReaper();
    await expect(startBroker({ reaper, log: () => undefined, require: 'crashable' })).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('no Erlang here'),
    });
    expect(await readdir(temp)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
    await rm(release, { recursive: true });
    await rm(temp, { recursive: true });
  }
});

test('two private nodes do not disturb one another, and leave nothing behind', async () => {
  const temp = await ownTemp();
  const pids = new Set<number>();
  {
    await using reaper = await startReaper();
    const start = (): Promise<Broker> => startBroker({ reaper, log: () => undefined, require: 'crashable' });
    await using first = await start();
    await using second = await start();
    expect(await readdir(temp)).toHaveLength(2);
    if (process.platform === 'linux') expect(livingIn(temp).length).toBeGreaterThanOrEqual(4);
    for (const pid of familyOf([process.pid], readProcessTable())) pids.add(pid);
    await publishConfirmed(first.url, 'mine', ['a']);

    await second.kill();
    await using observer = await connectObserver(first.url);
    expect(await observer.depths(['mine'])).toEqual(new Map([['mine', 1]]));
    await second.restart();
    await using other = await connectObserver(second.url);
    expect(await other.depths(['mine'])).toEqual(new Map());
    for (const pid of familyOf([process.pid], readProcessTable())) pids.add(pid);
    expect([...pids].filter((pid) => pid !== process.pid && isRunning(pid)).length).toBeGreaterThanOrEqual(5);
  }
  pids.delete(process.pid);
  expect([...pids].filter(isRunning)).toEqual([]);
  expect(await readdir(temp)).toEqual([]);
  expect(livingIn(temp)).toEqual([]);
  vi.unstubAllEnvs();
  await rm(temp, { recursive: true });
});
