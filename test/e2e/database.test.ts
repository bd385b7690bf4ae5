import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const opener = new URL('../support/open-databases.mjs', import.meta.url);
const database = new URL('../../dist/workflow/database.js', import.meta.url);

test('instances of a service open their new database at the same moment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-database-'));
  const instances = Array.from({ length: 4 }, () => fork(opener, [database.href]));
  const said = () =>
    Promise.all(instances.map(async (instance) => (await once(instance, 'message'))[0] as string));
  try {
    expect(await said()).toEqual(instances.map(() => 'ready'));
    for (let file = 0; file < 50; file += 1) {
      const answers = said();
      for (const instance of instances) instance.send(join(folder, `${file}.db`));
      expect(await answers).toEqual(instances.map(() => 'open'));
    }
  } finally {
    for (const instance of instances) instance.kill();
    rmSync(folder, { recursive: true });
  }
});
