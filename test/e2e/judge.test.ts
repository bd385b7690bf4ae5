import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let folder: string;

const tandem = async (
  ...words: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> => {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
};

let run: Awaited<ReturnType<typeof tandem>>;
/** The folder of the run, as one types it. */
let kept: string;

// One run for all tests: they only read what it left, or damage a copy of it.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-judge-'));
  writeFileSync(
    join(folder, 'case.yaml'),
    'title: A case\nclaim: It can be judged again.\nrounds: 1\ncontestants: { http: { style: http } }\nload: { rate: 10/s, warmUp: 500ms, duration: 2s, drain: 30s, maxSendLag: 60s, maxOthers: 100% }\nbudgets: [lost == 0, accepted.p50 < 1h]\n',
  );
  run = await tandem('run', 'case.yaml', '--keep-evidence', '--out', 'out');
  const ofCase = join('out', 'case');
  kept = join(ofCase, readdirSync(join(folder, ofCase))[0] ?? '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the run, with something done to it. */
const damaged = (name: string, damage: (evidence: string) => void): string => {
  cpSync(join(folder, kept), join(folder, name), { recursive: true });
  damage(join(folder, name, 'evidence'));
  return name;
};

test.concurrent('the kept evidence of a run gives its result again, byte for byte', async () => {
  expect(run.code).toBe(0);
  const [told, document] = await Promise.all([tandem('judge', kept), tandem('judge', kept, '--json')]);
  expect(told.stdout).toContain(`the same as ${kept}/result.json, byte for byte\n`);
  expect(document.stdout).toBe(readFileSync(join(folder, kept, 'result.json'), 'utf8'));
  expect([told.code, document.code]).toEqual([0, 0]);
});

test.concurrent('a result that was changed is said not to be the same', async () => {
  const changed = damaged('changed', () => writeFileSync(join(folder, 'changed', 'result.json'), '{}\n'));
  const { code, stdout } = await tandem('judge', changed);
  expect(stdout).toContain('not the same as changed/result.json');
  expect(code).toBe(0);
});

test.concurrent.each<[string, (evidence: string) => void, RegExp]>([
  ['without-list', (evidence) => rmSync(join(evidence, 'run.json')), /ENOENT.*run\.json/],
  ['torn-list', (evidence) => truncateSync(join(evidence, 'run.json'), 20), /JSON/],
  [
    'other-schema',
    (evidence) => writeFileSync(join(evidence, 'run.json'), '{"schema":"tandem.evidence/0"}'),
    /run\.json is not of the schema tandem\.evidence\/\d+/,
  ],
  [
    'without-tickets',
    (evidence) => rmSync(join(evidence, 'http-1-1', 'tickets.bin')),
    /ENOENT.*http-1-1\/tickets\.bin/,
  ],
  [
    'torn-tickets',
    (evidence) => truncateSync(join(evidence, 'http-1-1', 'tickets.bin'), 100),
    /http-1-1\/tickets\.bin is cut short/,
  ],
  [
    'without-ledger',
    (evidence) => rmSync(join(evidence, 'http-1-1', 'payments.db')),
    /no ledger at .*http-1-1\/payments\.db/,
  ],
])('evidence that is damaged exits 2 and names what is wrong: %s', async (name, damage, says) => {
  const { code, stdout, stderr } = await tandem('judge', damaged(name, damage));
  expect(stderr).toContain(`${name}/evidence: no evidence that can be judged: `);
  expect(stderr).toMatch(says);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});

test.concurrent('a folder that keeps no evidence exits 2 and says how to get some', async () => {
  mkdirSync(join(folder, 'empty'));
  const names = ['empty', 'nowhere'];
  const all = await Promise.all(names.map((name) => tandem('judge', name)));
  for (const [index, { code, stderr }] of all.entries()) {
    const name = names[index];
    expect(stderr).toContain(`${name}: no evidence that can be judged: `);
    expect(stderr).toContain('`tandem run --keep-evidence` keeps it');
    expect(code).toBe(2);
  }
});
