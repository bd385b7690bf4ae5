import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Broker } from '../../src/broker/broker.ts';
import { startBroker } from '../../src/broker/index.ts';
import { type Reaper, startReaper } from '../../src/reaper/reaper.ts';
import { brokenStyle } from '../support/arena.ts';
import { type Control, controlOf, listed } from '../support/rabbitmqctl.ts';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let reaper: Reaper;
let broker: Broker;
let control: Control;
let folder: string;
let harness: ChildProcess | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-left-'));
  reaper = await startReaper();
  broker = await startBroker({ reaper, log: () => undefined, require: 'crashable' });
  control = controlOf(broker);
});
afterEach(() => {
  if (harness?.exitCode === null) harness.kill('SIGKILL');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await broker[Symbol.asyncDispose]();
  await reaper[Symbol.asyncDispose]();
});

/** Runs a style on the private node as if somebody else ran that. */
const start = (style: string): ChildProcess => {
  writeFileSync(
    join(folder, 'case.yaml'),
    `title: A case\nclaim: It is cut short.\nrounds: 1\ncontestants: { it: { style: "${style}" } }\nload: { rate: 20/s, warmUp: 0s, duration: 60s }\n`,
  );
  harness = spawn(process.execPath, [program, 'run', 'case.yaml', '--out', 'out'], {
    cwd: folder,
    env: { ...process.env, AMQP_URL: broker.url },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return harness;
};

const onBroker = async (): Promise<readonly string[]> => [
  ...(await listed(control, 'queues', 'tandem-')),
  ...(await listed(control, 'exchanges', 'tandem-')),
];

const killAndSee = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  await vi.waitFor(async () => expect(await onBroker()).toEqual([]), { timeout: 60_000, interval: 500 });
};

describe('of a harness that is killed nothing stays on the broker of others', () => {
  test('in the middle of the load', async () => {
    const child = start('events');
    if (child.stderr === null) throw new Error('stderr is piped');
    for await (const line of createInterface(child.stderr)) if (line.includes('· load ·')) break;
    expect(await onBroker()).not.toEqual([]);
    await killAndSee(child);
  });

  test('while its services start', async () => {
    const child = start(brokenStyle('hangs-at-start'));
    await vi.waitFor(async () => expect(await onBroker()).not.toEqual([]), {
      timeout: 120_000,
      interval: 200,
    });
    await killAndSee(child);
  });
});

test('a round whose services do not start leaves nothing on the broker', async () => {
  const child = start(brokenStyle('fails-at-start'));
  const ended = once(child, 'exit');
  const said = child.stderr === null ? '' : await text(child.stderr);
  await ended;
  expect(said).toContain('it failed to start');
  expect(child.exitCode).toBe(4);
  expect(await onBroker()).toEqual([]);
});
