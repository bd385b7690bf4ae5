// Damaged results through every reader: none may throw anything but a TandemError, and none may take over two seconds.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workThrough } from './work.mjs';

const published = fileURLToPath(new URL('../../results/published', import.meta.url));
/** A document of the greatest size that is read, with what is made of it, several times over. */
const memoryMb = 2_048;

const sourcesIn = (folder) =>
  readdirSync(folder)
    .map((name) => join(folder, name, 'result.json'))
    .filter((file) => existsSync(file));

export const results = {
  name: 'results',
  full: 2_000,
  /** `deadline`: ms since 1970. `tried` is less than `count` only when the time was up. */
  run: async ({ count, seed, deadline = Number.POSITIVE_INFINITY }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-torture-'));
    const data = { sources: sourcesIn(published), folder, count, seed };
    const report = await workThrough(new URL('./results-worker.mjs', import.meta.url), {
      data,
      deadline,
      memoryMb,
    }).finally(() => rmSync(folder, { recursive: true, force: true }));
    return { ...report, leftBehind: existsSync(folder) ? 1 : 0 };
  },
};
