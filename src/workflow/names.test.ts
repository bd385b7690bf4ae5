import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms = ['audit', 'analysis', 'harness', 'scenario', 'reports', 'verdicts'];
const named = /subscriptions|payments|recommendations|notifications|charged|activated|recommended/;

it('no room that judges or runs a workflow knows a service or an effect of the first one by its name', () => {
  const files = rooms
    .flatMap((room) =>
      readdirSync(root + room, { recursive: true, encoding: 'utf8' }).map((file) => `${room}/${file}`),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => named.test(readFileSync(`${root}/${file}`, 'utf8')))).toEqual([]);
});
