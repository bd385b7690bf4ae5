import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunResult } from '../../src/result/run.ts';

// Follows docs/adding-a-style.md and docs/adding-a-fault.md to the letter in a copy of the sources: one file and one line
// each, taken from the documents, then a build and a run.

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The one TypeScript block of a document. */
const template = (document: string): string => {
  const blocks = [...readFileSync(join(root, 'docs', document), 'utf8').matchAll(/```ts\n(.*?)```/gs)];
  expect(blocks.length).toBe(1);
  return blocks[0]![1]!;
};

/** The line that the document says belongs into the list. */
const line = (document: string): string => {
  const found = /\*\*One line\*\* in \[`(.*?)`\].*?: `(.*?)`/.exec(
    readFileSync(join(root, 'docs', document), 'utf8'),
  );
  expect(found).not.toBeNull();
  return found![2]!;
};

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'tandem-adding-'));
  for (const part of [
    'src',
    'scripts',
    'workflows',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ]) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const add = async (document: string, file: string, list: string): Promise<void> => {
  await mkdir(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), template(document), { flag: 'wx' });
  writeFileSync(join(copy, list), `${line(document)}\n`, { flag: 'a' });
};

const scenario = `title: Both templates
claim: A style and a fault are one file and one line each.
contestants: { plain: { style: plain } }
rounds: 1
load: { rate: 20/s, warmUp: 500ms, duration: 3s, drain: 10s, maxSendLag: 10m, maxOthers: 100% }
faults: [{ at: 1s, for: 1s, noop: payments }]
budgets: [lost == 0]
`;

it('takes one file and one line for a style, and the same for a fault', async () => {
  await add('adding-a-style.md', 'src/styles/plain/index.ts', 'src/styles/list.ts');
  await add('adding-a-fault.md', 'src/faults/noop.ts', 'src/faults/list.ts');
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: copy,
  });
  await run(process.execPath, ['scripts/after-build.mjs'], { cwd: copy });
  const file = join(copy, 'both.yaml');
  writeFileSync(file, scenario);
  const { stdout } = await run(
    process.execPath,
    ['dist/cli.js', 'run', file, '--json', '--out', join(copy, 'out')],
    { cwd: copy, maxBuffer: 64 * 1_024 * 1_024 },
  );
  const result = JSON.parse(stdout) as RunResult;
  const [round] = result.rounds;
  expect(round?.style).toBe('plain');
  expect(round?.faults).toMatchObject([{ type: 'noop', target: 'payments', applies: true }]);
  expect(round?.faults[0]?.bites).toBeGreaterThan(5);
  expect(round?.outcomes.completed).toBe(round?.outcomes.sent);
  expect(round?.outcomes.sent).toBeGreaterThan(30);
});
