import { z } from 'zod';
import { defineFault } from './fault.ts';
import { finishWithin } from './settings.ts';

/**
 * A planned restart: the process takes nothing new, finishes what it has in hand and ends; it starts again, on the same database, when the
 * window ends. A broker stops in order and takes connections again when the window ends.
 */
export const restart = defineFault({
  type: 'restart',
  targets: ['service', 'broker'],
  settings: z.strictObject({ within: finishWithin }),
  restarts: true,
  inject: (target, { within }) => {
    // The outage begins when nothing new is taken, so nobody waits here for its end.
    const finished = target.finish(within);
    finished.catch(() => undefined);
    return Promise.resolve({
      [Symbol.asyncDispose]: async () => {
        await finished;
        await target.restart();
      },
    });
  },
});
