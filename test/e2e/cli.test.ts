import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endFamilies } from '../../src/reaper/end-families.ts';
import { familyOf, isRunning, readProcessTable } from '../../src/reaper/process-table.ts';
import type { RunResult } from '../../src/result/run.ts';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let folder: string;
/** The temp folder of what is started: empty when nothing of it is left. */
let temp: string;
const running: number[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-cli-'));
  temp = mkdtempSync(join(tmpdir(), 'tandem-cli-temp-'));
});
afterEach(async () => {
  // What a test that failed has left running; those that passed have waited for its end.
  await endFamilies(running.splice(0).filter(isRunning));
  for (const path of [folder, temp]) rmSync(path, { recursive: true, force: true });
});

interface Started {
  readonly process: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly exit: Promise<number | null>;
}

const start = (...args: readonly string[]): Started => {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: temp, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as a terminal gives one to what it starts.
    detached: true,
  });
  running.push(child.pid ?? 0);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => {
    stdout += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { process: child, stdout: () => stdout, stderr: () => stderr, exit };
};

const runScenario = (yaml: string, ...args: readonly string[]): Started => {
  const file = 'case.yaml';
  writeFileSync(join(folder, file), `title: A case\nclaim: It ends as it must.\nrounds: 1\n${yaml}`);
  return start('run', file, '--out', 'results', ...args);
};

/** A budget this wide also widens what the generator may lag: a busy machine must not decide these tests. */
const wide = 'accepted.p50 < 1h';
const httpOnly = 'contestants: { http: { style: http } }';

describe('exit codes', () => {
  test('a budget broken on purpose exits 1 and says which', async () => {
    const run = runScenario(
      `${httpOnly}\nload: { rate: 20/s, warmUp: 0s, duration: 2s, drain: 20s, maxSendLag: 5s }\nbudgets: [completed == 0, ${wide}]\n`,
    );
    expect(await run.exit).toBe(1);
    expect(run.stdout()).toMatch(/verdict fail\n +Budget completed == 0 failed: http\.completed = \d+/);
  });

  test('a misspelt metric exits 2 at its line and column, before anything runs', async () => {
    const run = runScenario('load: { rate: 20/s }\nbudgets:\n  - http.completd.p95 < 1s\n');
    expect(await run.exit).toBe(2);
    expect(run.stderr()).toMatch(/^case\.yaml:6:\d+: .*completd.*\n +6 \| .*\n +\| +\^+/m);
    expect(readdirSync(folder)).toEqual(['case.yaml']);
  });

  test('a starved generator exits 3 with the cause and the remedy', async () => {
    const run = runScenario(
      `${httpOnly}\nload: { rate: 20000/s, warmUp: 0s, duration: 300ms, patience: 1s, drain: 1s }\n`,
    );
    expect(await run.exit).toBe(3);
    expect(run.stdout()).toMatch(
      /verdict invalid\n +Round 1 of http is invalid: The generator sent .*: lower load\.rate/,
    );
  });

  test('an unknown command exits 2', async () => {
    const run = start('rnu');
    expect(await run.exit).toBe(2);
    expect(run.stderr()).toContain('rnu');
  });
});

describe('a run that is broken off', () => {
  const long = `contestants: { events: { style: events } }\nload: { rate: 20/s, warmUp: 0s, duration: 5m, drain: 30s }\nbudgets: [${wide}]\n`;

  /** Starts a run on a private broker; resolves when load flows, with everything that it has started. */
  const midRun = async (): Promise<{ readonly run: Started; readonly family: readonly number[] }> => {
    vi.stubEnv('AMQP_URL', undefined);
    const run = runScenario(long);
    vi.unstubAllEnvs();
    await vi.waitFor(() => expect(run.stderr()).toContain('· load ·'), { timeout: 90_000, interval: 100 });
    const { pid = 0 } = run.process;
    const family = [...familyOf([pid], readProcessTable())].filter((member) => member !== pid);
    // Four services, the load process, the reaper and the broker.
    expect(family.length).toBeGreaterThanOrEqual(7);
    return { run, family };
  };

  const nothingLeft = async (family: readonly number[]): Promise<void> => {
    try {
      await vi.waitFor(() => expect(family.filter(isRunning)).toEqual([]), {
        timeout: 30_000,
        interval: 100,
      });
      await vi.waitFor(() => expect(readdirSync(temp)).toEqual([]), { timeout: 30_000, interval: 100 });
    } finally {
      await endFamilies(family.filter(isRunning));
    }
  };

  test.each([
    ['Ctrl-C', 'SIGINT'],
    ['a terminal that is closed', 'SIGHUP'],
  ] as const)('by %s exits 130, keeps what was measured and leaves nothing behind', async (_name, signal) => {
    const { run, family } = await midRun();
    // A terminal sends it to the whole group, so to services and load process too.
    process.kill(-(run.process.pid ?? 0), signal);
    expect(await run.exit).toBe(130);
    await nothingLeft(family);
    const [stamp = ''] = readdirSync(join(folder, 'results/case'));
    const text = readFileSync(join(folder, 'results/case', stamp, 'result.json'), 'utf8');
    const result = JSON.parse(text) as RunResult;
    expect(result.partial).toBe(true);
    expect(result.rounds[0]?.outcomes.sent).toBeGreaterThan(0);
  });

  test('by kill -9 leaves nothing behind either', async () => {
    const { run, family } = await midRun();
    run.process.kill('SIGKILL');
    await run.exit;
    await nothingLeft(family);
  });
});
