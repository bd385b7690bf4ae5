import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokerOptions } from '../../src/broker/options.ts';
import type { Check } from '../../src/doctor/check.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

interface Report {
  readonly schema: string;
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/** Programs of the test's own, first or alone on the search path. */
let bin: string;
let log: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-test-'));
  bin = folder;
  log = join(folder, 'calls.log');
});

afterAll(() => rm(bin, { recursive: true, force: true }));

const runDoctor = async (words: readonly string[], environment: NodeJS.ProcessEnv) => {
  const child = spawn(process.execPath, [cli, 'doctor', ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
};

const { AMQP_URL: _, ...inherited } = process.env;
/** A machine without any way to a broker: nothing on the search path, and no release where it is looked for. */
const bare = (): NodeJS.ProcessEnv => ({ ...inherited, PATH: bin, RABBITMQ_HOME: join(bin, 'none') });

const brokerOf = (report: Report): Check | undefined => report.checks.find(({ name }) => name === 'broker');

describe('on this machine', () => {
  test('--json prints one document and nothing else', async () => {
    const { code, stdout } = await runDoctor(['--json'], inherited);
    const report = JSON.parse(stdout) as Report;
    expect(report.schema).toBe('tandem.doctor/1');
    expect(report.ok).toBe(true);
    expect(code).toBe(0);
    for (const check of report.checks) {
      expect(Object.keys(check)).toEqual(['name', 'status', 'required', 'detail', 'remedies']);
    }
    expect(brokerOf(report)?.status).toBe('ok');
  });

  test('--fix has nothing to do and says nothing', async () => {
    const { code, stdout, stderr } = await runDoctor(['--fix'], inherited);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +broker/m);
    expect(stderr).not.toContain('install');
  });

  test('an AMQP_URL without a broker behind it is an error, and its password is not shown', async () => {
    const { code, stdout } = await runDoctor([], { ...inherited, AMQP_URL: 'amqp://me:secret@127.0.0.1:1' });
    expect(code).toBe(4);
    expect(stdout).toMatch(/^FAIL +broker .*ECONNREFUSED/m);
    expect(stdout).not.toContain('secret');
  });
});

describe('on a machine without any way to a broker', () => {
  test('it lists the ways and exits with 4', async () => {
    const { code, stdout } = await runDoctor([], bare());
    expect(code).toBe(4);
    expect(stdout).toMatch(/^FAIL +broker/m);
    for (const way of brokerOptions) expect(stdout).toContain(way);
  });

  test('--fix exits with 4, gives one line per way on stderr, and keeps stdout a document', async () => {
    const { code, stdout, stderr } = await runDoctor(['--fix', '--json'], bare());
    expect(code).toBe(4);
    expect((JSON.parse(stdout) as Report).ok).toBe(false);
    for (const way of brokerOptions) expect(stderr).toContain(way);
  });

  test('a package manager is started by --fix only, and announced first', async () => {
    // Notes its call and puts files where the release is looked for, as an installation would.
    const sbin = join(bin, 'none', 'sbin');
    const put = ['rabbitmq-server', 'rabbitmq-env'].map((name) => `/bin/cp '${bin}/brew' '${sbin}/${name}'`);
    const script = [
      '#!/bin/sh',
      `echo "brew $*" >> '${log}'`,
      `/bin/mkdir -p '${sbin}'`,
      ...put,
      `/bin/cp '${bin}/brew' '${bin}/epmd'`,
      '',
    ];
    await writeFile(join(bin, 'brew'), script.join('\n'), { mode: 0o755 });

    expect((await runDoctor([], bare())).code).toBe(4);
    expect(existsSync(log)).toBe(false);

    const { code, stdout, stderr } = await runDoctor(['--fix'], bare());
    expect(stderr).toContain('installing one: brew install rabbitmq');
    expect(await readFile(log, 'utf8')).toBe('brew install rabbitmq\n');
    expect(stdout).toMatch(/^ok +broker/m);
    expect(code).toBe(0);
  });
});
