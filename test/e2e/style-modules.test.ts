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

const runWith = (source: string, policies = '') => {
  writeFileSync(join(folder, 'style.mjs'), source);
  writeFileSync(
    join(folder, 'case.yaml'),
    'title: a\nclaim: b\ncontestants:\n  it: { style: ./style.mjs, policies: { ' +
      `${policies} } }\nload: { rate: 5/s, duration: 1s }\n`,
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
  name: 'it', answers: 'when-done', needs: [], services: ['subscriptions'], policies: {},
  frontDoor: 'subscriptions', liveUpdates: null, serve: async () => ({ async [Symbol.asyncDispose]() {} }),
};
export const style = { ...sound, ${changes} };`;

test.each([
  ['no name', 'name: undefined', 'has no `name`'],
  [
    "the name of one of Tandem's own",
    "name: 'http'",
    "its `name` is `http`, the name of one of Tandem's own",
  ],
  ['nothing that its answers promise', 'answers: undefined', 'its `answers` is undefined'],
  [
    'a front door that is none of its services',
    "frontDoor: 'gateway'",
    'its `frontDoor` is `gateway`, which is none of its services (subscriptions)',
  ],
  ['live updates from none of its services', "liveUpdates: 'gateway'", 'its `liveUpdates` is `gateway`'],
  [
    'a service twice',
    "services: ['subscriptions', 'subscriptions']",
    'its `services` hold `subscriptions` twice',
  ],
  ['policies by their names alone', "policies: ['retries']", 'its `policies` are no object'],
  [
    'a policy without a schema',
    'policies: { retries: { default: 2 } }',
    'its policy `retries` has no zod `schema`',
  ],
])('a style with %s is refused before anything is measured', (_, changes, problem) => {
  const { status, stderr } = runWith(style(changes));
  expect(stderr).toContain(problem);
  expect(stderr).toContain('docs/adding-a-style.md');
  expect(status).toBe(2);
});

test('a policy that the style of a module does not read is refused at its place', () => {
  const zod = import.meta.resolve('zod');
  const source = `import { z } from '${zod}';
${style("policies: { hedgeAfterMs: { written: 'hedgeAfter', schema: z.int(), default: 5 } }")}`;
  const { status, stderr } = runWith(source, 'hedgeAfter: 7, retries: 1');
  expect(stderr).toContain(
    'case.yaml:4:56: the style ./style.mjs does not read the policy `retries`; it reads hedgeAfter\n',
  );
  expect(stderr).not.toContain(':4:41:');
  expect(status).toBe(2);
});

test('a scenario is read without servers and the library of the broker', () => {
  const catalogue = new URL('../../dist/scenario/catalogue.js', import.meta.url).href;
  const server = new URL('../../dist/styles/shared/http/server.js', import.meta.url).href;
  const program = `import { Module } from 'node:module';
const loaded = () => ['express', 'amqplib'].filter((name) =>
  Object.keys(Module._cache).some((file) => file.includes('/node_modules/' + name + '/')));
await import('${catalogue}');
const before = loaded();
await import('${server}');
console.log(JSON.stringify({ before, after: loaded() }));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(JSON.parse(stdout)).toEqual({ before: [], after: ['express'] });
});
