import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { defineFault } from './fault.ts';
import { milliseconds } from './settings.ts';

/** A process that has not come up after a minute is given up. */
const longestMs = 45_000;

/** A process that starts while the fault is in force serves only after `add`: it has a cache to fill, or a schema to migrate. */
export const slowStart = defineFault({
  type: 'slow-start',
  targets: ['service'],
  settings: z
    .strictObject({ add: milliseconds.describe('before it serves') })
    .refine(({ add }) => add <= longestMs, {
      path: ['add'],
      error: `expected at most ${longestMs / 1_000}s: who does not serve within a minute is given up`,
    }),
  start: async ({ add }, { countAffected }) => {
    countAffected();
    await delay(add);
  },
});
