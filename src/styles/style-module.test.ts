import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { styleFrom } from './style-module.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-style-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const load = (source: string, ending = 'mjs') => {
  files += 1;
  const path = join(folder, `style-${files}.${ending}`);
  writeFileSync(path, `import { z } from '${import.meta.resolve('zod')}';\n${source}`);
  return styleFrom(path);
};
const style = (changes: string): string => `export const style = {
  name: 'mine', answers: 'when-done', needs: [], services: ['subscriptions'], frontDoor: 'subscriptions',
  liveUpdates: null, policies: {}, serve: () => undefined, ${changes} };`;
const plan = (call: string): string =>
  style(
    `clientPlan: { calls: [${call}], declined: [], failed: { role: 'subscriptions', method: 'DELETE', path: '/x' } }`,
  );

it('of a sound module is taken', async () => expect((await load(style(''))).name).toBe('mine'));

it.each([
  ['', 'it exports no `style`'],
  [style("name: 'My own'"), 'has no `name` of small letters, digits and hyphens, but `My own`'],
  [style("name: 'http'"), "its `name` is `http`, the name of one of Tandem's own styles; give it another"],
  [style("answers: 'soon'"), 'its `answers` is `soon`; expected when-done or when-accepted'],
  [style("answers: 'when-accepted'"), 'its `liveUpdates` is null and its `answers` is when-accepted'],
  [style('liveUpdates: undefined'), 'it has no `liveUpdates`'],
  [style('serve: undefined'), 'it has no function `serve`'],
  [style('services: []'), 'its `services` are no list of roles'],
  [style("services: ['Front door']"), 'its `services` hold `Front door`'],
  [style('frontDoor: null'), 'its `frontDoor` is null, which is none of its services (subscriptions)'],
  [style("needs: ['kafka']"), "its `needs` is neither [] nor ['rabbitmq']"],
  [style("topology: ['orders']"), 'its `topology` is a list; expected a function'],
  [style('policies: []'), 'its `policies` are no object'],
  [style('policies: { retries: 2 }'), 'its policy `retries` is a number; expected what `definePolicy` makes'],
  [style('policies: { retries: { default: 2 } }'), 'its policy `retries` has no zod `schema`;'],
  [style('policies: { retries: { schema: z.int() } }'), 'its policy `retries` has no `default`;'],
  [
    style(
      `policies: { a: { written: 'b', schema: z.int(), default: 1 }, b: { schema: z.int(), default: 1 } }`,
    ),
    'two of its policies are written `b`',
  ],
  [
    plan("{ role: 'payments', method: 'POST', path: '/x' }"),
    'its `clientPlan` calls `payments`, which is none',
  ],
  [plan("{ role: 'subscriptions', method: 'PUT', path: '/x' }"), 'its `clientPlan.calls.0.method` is wrong'],
  [style('clientPlan: null'), 'its `clientPlan` is wrong'],
  ["throw new Error('not today');", 'cannot be loaded as a style: not today'],
])('%j is refused with what is wrong', async (source, message) => {
  await expect(load(source)).rejects.toThrow(message);
});

it('is refused with the file and where to read on', async () =>
  expect(load(style('serve: 1'))).rejects.toThrow(
    /style-\d+\.mjs: it has no function `serve`; docs\/adding-a-style\.md says what a style is$/,
  ));

it.each(['ts', 'mts', 'tsx'])('in TypeScript (.%s) is named as such', async (ending) =>
  expect(load(style(''), ending)).rejects.toThrow(
    `.${ending}: is TypeScript, and Node runs JavaScript; compile it and name the .js file`,
  ),
);
