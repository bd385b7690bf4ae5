import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { catalogue } from '../../src/scenario/catalogue.ts';
import { loadScenario } from '../../src/scenario/load.ts';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-advise-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const advise = (...flags: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, 'advise', ...flags],
      { cwd: folder, env: { ...process.env, NO_COLOR: '1' } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end();
  });

const answers = [
  ...['--rate', '50/s', '--slowest-step', '5ms 20ms', '--in-answer', 'no', '--told-within', '1m'],
  ...['--may-lose', 'nothing', '--may-fail', 'nothing', '--outage', '2s every 1d'],
  ...['--rounds', '1', '--points', '0', '--max-others', '100%'],
];

/** The one folder of an advice. */
const adviceFolder = (): string => {
  const parent = join(folder, 'results', 'advice');
  const [only, ...others] = readdirSync(parent);
  expect(others).toEqual([]);
  return join(parent, only ?? '');
};

test('a plan is written and printed, and nothing is run', async () => {
  const { code, stdout } = await advise(...answers, '--plan');
  expect(code).toBe(0);
  expect(stdout).toContain('outage from 11s to 13s, which comes every 24h');
  expect(stdout).toMatch(/about .* in all/);
  expect(readdirSync(adviceFolder())).toEqual(['advice.yaml']);
  expect(
    loadScenario(join(adviceFolder(), 'advice.yaml'), catalogue).budgets.map(({ text }) => text),
  ).toContain('failed == 0');
});

test('a run is answered on one page, with the figures of that run', async () => {
  const { code, stdout, stderr } = await advise(...answers);
  const page = readFileSync(join(adviceFolder(), 'advice.md'), 'utf8');
  expect(stdout).toContain(page);
  // Before anything is run, it says how long that takes.
  expect(stdout.indexOf('in all')).toBeLessThan(stdout.indexOf('# '));
  const [run = ''] = readdirSync(join(adviceFolder(), 'advice'));
  expect(existsSync(join(adviceFolder(), 'advice', run, 'report.html'))).toBe(true);
  expect(page).toContain('report.html');
  // A machine that is too busy to measure on is said, and never advised from.
  if (code === 3) {
    expect(page, stderr).toMatch(/^# No advice/);
    return;
  }
  expect(code, stderr).toBe(0);
  expect(page).toMatch(/^# Advice: `events`/);
  expect(page).toMatch(
    /`http` told no to \d+ \(one round\) requests, of about \d+ a round; nothing may be told no\./,
  );
  expect(page).toMatch(/`events` lost none of \d+ requests in 1 round, so below [\d.]+% with 95% confidence/);
});
