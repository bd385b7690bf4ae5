// Mutated scenarios through everything that happens before a run: none may throw anything but a UsageError, none may take
// over two seconds, and every message must be short and in plain words.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workThrough } from './work.mjs';

const folder = fileURLToPath(new URL('../../scenarios', import.meta.url));
const memoryMb = 512;

const scenarioTexts = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

export const scenarios = {
  name: 'scenarios',
  full: 24_000,
  /** `deadline`: ms since 1970. `tried` is less than `count` only when the time was up. */
  run: async ({ count, seed, deadline = Number.POSITIVE_INFINITY }) => {
    const data = { texts: scenarioTexts(), count, seed };
    const report = await workThrough(new URL('./scenarios-worker.mjs', import.meta.url), {
      data,
      deadline,
      memoryMb,
    });
    // It writes nothing and starts no process, so nothing can stay behind.
    return { ...report, leftBehind: 0 };
  },
};
