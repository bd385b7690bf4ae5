import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultFrom } from './fault-module.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-fault-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const load = (source: string, ending = 'mjs') => {
  files += 1;
  const path = join(folder, `fault-${files}.${ending}`);
  writeFileSync(path, `import { z } from '${import.meta.resolve('zod')}';\n${source}`);
  return faultFrom(path);
};
const fault = (changes: string): string =>
  `export const fault = { type: 'jam', targets: ['service'], settings: z.strictObject({}), wrap: (next) => next, ${changes} };`;

it('of a sound module is taken', async () => expect((await load(fault(''))).type).toBe('jam'));

it.each([
  ['', 'it exports no `fault`'],
  [fault("type: 'Jam it'"), 'its `type` is `Jam it`; expected a name of small letters'],
  [fault('settings: { add: 1 }'), 'its `settings` are no zod object'],
  [fault("targets: 'service'"), 'its `targets` are no list'],
  [fault("targets: ['disk']"), 'its `targets` hold `disk`; expected service, broker or link'],
  [fault("targets: ['service', 'link']"), 'it can act on a link and has no `shape`'],
  [fault('targets: []'), 'its `targets` are no list, or an empty one'],
  [fault("inject: 'kill'"), 'its `inject` is `kill`; expected a function'],
  [fault('settings: z.object({ every: z.int() })'), 'its settings have `every`, which every fault has'],
  ["throw new Error('not today');", 'cannot be loaded as a fault: not today'],
])('%j is refused with what is wrong', async (source, message) => {
  await expect(load(source)).rejects.toThrow(message);
});

it('in TypeScript is named as such', async () =>
  expect(load(fault(''), 'ts')).rejects.toThrow('is TypeScript, and Node runs JavaScript; compile it'));
