import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildReference } from '../../src/comparison/against-ref.ts';
import { type Reaper, startReaper } from '../../src/reaper/reaper.ts';
import { protocolVersion } from '../../src/service/protocol.ts';

let repository: string;
let reaper: Reaper;
let said: string[];

beforeEach(async () => {
  said = [];
  repository = mkdtempSync(join(tmpdir(), 'against-ref-'));
  reaper = await startReaper();
});
afterEach(async () => {
  await reaper[Symbol.asyncDispose]();
  rmSync(repository, { recursive: true });
});

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: repository,
    encoding: 'utf8',
  });

/** A repository whose build writes this as the module that says what its services speak. */
const withProtocol = (source: string): void => {
  writeFileSync(
    join(repository, 'build.mjs'),
    `import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('dist/service', { recursive: true });
writeFileSync('dist/service/protocol.js', ${JSON.stringify(source)});`,
  );
  const manifest = { name: 'a', version: '1.0.0', type: 'module', scripts: { build: 'node build.mjs' } };
  writeFileSync(join(repository, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(repository, 'package-lock.json'),
    JSON.stringify({ ...manifest, lockfileVersion: 3, packages: { '': manifest } }),
  );
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'a build');
};

const build = () =>
  buildReference({
    ref: 'HEAD',
    reaper,
    repository,
    cache: join(repository, 'cache'),
    log: (line) => void said.push(line),
    signal: new AbortController().signal,
  });

test.each([
  ['an earlier protocol without a number', 'export {};'],
  [`protocol ${protocolVersion + 1}`, `export const protocolVersion = ${protocolVersion + 1};`],
])('a build that speaks %s is refused before anything is measured, and taken away', async (what, source) => {
  withProtocol(source);
  await expect(build()).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(
      `its services speak ${what} and this harness protocol ${protocolVersion}`,
    ),
  });
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
});

test('a build that speaks the same protocol stays until it is disposed', async () => {
  withProtocol(`export const protocolVersion = ${protocolVersion};`);
  let root: string;
  {
    await using reference = await build();
    ({ root } = reference);
    expect(existsSync(join(root, 'dist/service/protocol.js'))).toBe(true);
  }
  expect(existsSync(root)).toBe(false);
});

test('the same commit is built once, and its build stays for the next time', async () => {
  withProtocol(`export const protocolVersion = ${protocolVersion};`);
  {
    await using first = await build();
    expect(first.commit).toMatch(/^[0-9a-f]{40}$/);
  }
  await using second = await build();
  expect(said.filter((line) => line.startsWith('building'))).toHaveLength(1);
  expect(said.at(-1)).toMatch(/was built before$/);
  expect(existsSync(join(second.root, 'dist/service/protocol.js'))).toBe(true);
  expect(existsSync(join(second.root, 'node_modules'))).toBe(true);
});

test('a kept build whose modules are gone is built again', async () => {
  withProtocol(`export const protocolVersion = ${protocolVersion};`);
  {
    await using _ = await build();
  }
  rmSync(join(repository, 'cache/modules'), { recursive: true, force: true });
  await using again = await build();
  expect(said.filter((line) => line.startsWith('building'))).toHaveLength(2);
  expect(existsSync(join(again.root, 'dist/service/protocol.js'))).toBe(true);
});
