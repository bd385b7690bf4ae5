import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let folder: string;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const tandem = async (...words: readonly string[]): Promise<Ended> => {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 150_000,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-questions-'));
  // A busy machine decides nothing here: the one worker would need two seconds for what arrives in one.
  writeFileSync(
    join(folder, 'case.yaml'),
    `title: A case
claim: One worker is too few.
rounds: 1
contestants: { http: { style: http } }
load: { arrivals: constant, rate: 10/s, warmUp: 1s, duration: 4s, drain: 30s, patience: 1s, maxSendLag: 60s, maxOthers: 100% }
services: { payments: { workers: 1, work: 200ms } }
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of the one folder that a command has written its answer to. */
const answer = (out: string, name: string, file: string): string => {
  const of = join(folder, out, name);
  return readFileSync(join(of, readdirSync(of)[0] ?? '', file), 'utf8');
};

test.concurrent('a sweep over values says its plan, runs every value, and leaves a table, a chart and a CSV', async () => {
  const { code, stdout, stderr } = await tandem(
    ...['sweep', 'case.yaml', '--vary', 'services.payments.workers=1,8', '--out', 'values'],
  );
  expect(stderr).toMatch(
    /^sweep of case: http\n {2}services\.payments\.workers: 1, 8\n {2}2 runs \(2 rounds\): about 16s, at most /,
  );
  expect(stdout).toMatch(/^A case: swept\n {2}services\.payments\.workers +http completed p50 /);
  expect(stdout).toContain('  http with services.payments.workers=1: used up: ');
  const [heads, one, eight] = answer('values', 'case-sweep', 'sweep.csv').split('\n');
  expect(heads).toMatch(/^services\.payments\.workers,contestant,offered_per_second,/);
  expect(one).toMatch(/^1,http,.*,true,false$/);
  expect(eight).toMatch(/^8,http,/);
  expect(answer('values', 'case-sweep', 'report.html')).toContain('id="varied"');
  expect(code).toBe(0);
});

test.concurrent('capacity asks the budgets that it is given', async () => {
  const { code, stdout, stderr } = await tandem(
    ...['capacity', 'case.yaml', '--from', '2/s', '--to', '4/s', '--halvings', '0', '--out', 'capacity'],
    ...['--budget', 'sent > 0', '--budget', 'completed > 1000000'],
  );
  expect(stderr).toMatch(
    /^capacity of case: the highest rate at which the budgets of http hold: sent > 0; completed > 1000000\n {2}doubling: 2\/s, 4\/s, until nobody holds the rate\n {2}at most 2 runs /,
  );
  expect(stdout).toContain('http did not even hold its budgets at 2/s.\n');
  expect(stdout).toMatch(/^ {2}http at 2\/s: completed > 1000000 \(http\.completed = \d+/m);
  // Nobody held the first rate, so there was no second one.
  expect(existsSync(join(folder, 'capacity', 'case-at-4'))).toBe(false);
  expect(code).toBe(0);
});

test.concurrent('needs finds who lacks what, and gives it more', async () => {
  const { code, stdout, stderr } = await tandem(
    ...['needs', 'case.yaml', '--rates', '10/s', '--services', 'payments', '--of', 'workers'],
    ...['--amounts', '1,8', '--budget', 'unserved == 0', '--out', 'needs'],
  );
  expect(stderr).toMatch(
    /^needs of case: the fewest workers with which the budgets of http hold: unserved == 0\n {2}offered rate: 10\/s\n {2}workers of payments: 1, 8; .*\n {2}at most 2 runs \(2 rounds\): about 16s, /,
  );
  expect(stdout).toMatch(/^A case: what each rate needs\n/);
  const [heads, line] = answer('needs', 'case-needs', 'needs.csv').split('\n');
  expect(heads).toBe('contestant,rate_per_second,service,workers,held,used_up');
  expect(line).toMatch(/^http,10,payments,8,true,.*worker slots of payments \(\d+% busy\)/);
  expect(answer('needs', 'case-needs', 'report.html')).toContain('id="needs"');
  expect(code).toBe(0);
});

test.concurrent.each<[string, readonly string[], RegExp]>([
  [
    'an unknown place',
    ['sweep', 'case.yaml', '--vary', 'services.payments.workrs=1,2'],
    /^--vary services\.payments\.workrs=1 makes of case\.yaml:\ncase\.yaml:6:\d+: unknown key `workrs`; did you mean `workers`\?\n/,
  ],
  [
    'a value that the place cannot have, also the last',
    ['sweep', 'case.yaml', '--vary', 'services.payments.workers=1,2,none'],
    /^--vary services\.payments\.workers=none makes of case\.yaml:\ncase\.yaml:6:\d+: expected a whole number.*, found `none`\n/,
  ],
  ['neither rates nor values', ['sweep', 'case.yaml'], /^a sweep needs either --rates .* or --vary /],
  [
    'a budget that is none',
    ['capacity', 'case.yaml', '--budget', 'completd.p95 < 1s'],
    /^with --budget, case\.yaml would read:\ncase\.yaml:\d+:\d+: .*completd/,
  ],
  [
    'budgets of a scenario without',
    ['capacity', 'case.yaml', '--budgets'],
    /the scenario has no budgets .*--budget/,
  ],
  [
    'an unknown service',
    ['needs', 'case.yaml', '--rates', '10/s', '--services', 'paymnts'],
    /has no service `paymnts`; did you mean `payments`\?/,
  ],
])('%s is refused before anything is run', async (_, words, message) => {
  const { code, stderr } = await tandem(...words, '--out', 'refused');
  expect(stderr).toMatch(message);
  expect(existsSync(join(folder, 'refused'))).toBe(false);
  expect(code).toBe(2);
});
