import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'style-modules-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const runWith = (source: string) => {
  writeFileSync(join(folder, 'style.mjs'), source);
  writeFileSync(
    join(folder, 'case.yaml'),
    'title: a\nclaim: b\ncontestants: { it: { style: ./style.mjs } }\nload: { rate: 5/s, duration: 1s }\n',
  );
  return spawnSync(process.execPath, [cli, 'run', 'case.yaml', '--out', 'out', '--junit', 'junit.xml'], {
    cwd: folder,
    encoding: 'utf8',
  });
};

test.each([
  ['ends the process', 'process.exit(0);'],
  ['never gets ready', 'await new Promise(() => {});'],
])('a module that %s is no pass: exit 3, and the job is told', (_, source) => {
  const { status, stderr } = runWith(source);
  expect(stderr).toContain('ended before anything was decided');
  expect(status).toBe(3);
  expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('ended before anything was decided');
});

const style = (changes: string): string => `const sound = {
  name: 'it', answers: 'when-done', needs: [], services: ['subscriptions'], policies: [],
  frontDoor: 'subscriptions', liveUpdates: null, serve: async () => ({ async [Symbol.asyncDispose]() {} }),
};
export const style = { ...sound, ${changes} };`;

test.each([
  ['no name', 'name: undefined'],
  ['nothing that its answers promise', 'answers: undefined'],
  ['a front door that is none of its services', "frontDoor: 'gateway'"],
  ['live updates from none of its services', "liveUpdates: 'gateway'"],
  ['a service twice', "services: ['subscriptions', 'subscriptions']"],
])('a style with %s is refused before anything is measured', (_, changes) => {
  const { status, stderr } = runWith(style(changes));
  expect(stderr).toContain('docs/adding-a-style.md');
  expect(status).toBe(2);
});
