import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { defineFault } from './fault.ts';
import { finishWithin, milliseconds } from './settings.ts';

/**
 * A deployment: one process after the other ends gracefully and starts again, each when the one before serves again and `gap` has passed.
 * The window lasts until all of them serve, and no shorter than the scenario says.
 */
export const rollingRestart = defineFault({
  type: 'rolling-restart',
  targets: ['service', 'broker'],
  settings: z.strictObject({
    within: finishWithin,
    gap: milliseconds.prefault('0ms').describe('between two processes'),
  }),
  restarts: true,
  inject: (target, { within, gap }) => {
    let restarted = 0;
    const roll = async (): Promise<void> => {
      for (const [place, one] of target.each.entries()) {
        if (place > 0) await delay(gap);
        await one.finish(within);
        await one.restart();
        restarted += 1;
      }
    };
    const rolled = roll();
    rolled.catch(() => undefined);
    return Promise.resolve({ affected: () => restarted, [Symbol.asyncDispose]: () => rolled });
  },
});
