import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { nowMs } from '../shared/clock.ts';
import { defineFault } from './fault.ts';
import { bytesPerSecond } from './settings.ts';

/** A narrow link: all its connections together carry at most `rate`, each way on its own. */
export const bandwidth = defineFault({
  type: 'bandwidth',
  targets: ['link'],
  settings: z.strictObject({ rate: bytesPerSecond.describe('for instance 64kB/s') }),
  shape: ({ rate }, { countAffected }) => {
    const freeAt = { there: 0, back: 0 };
    return {
      carry: async ({ bytes, way }) => {
        countAffected();
        freeAt[way] = Math.max(freeAt[way], nowMs()) + (bytes.length * 1_000) / rate;
        await delay(freeAt[way] - nowMs());
        return bytes;
      },
    };
  },
});
