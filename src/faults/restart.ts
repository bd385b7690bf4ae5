import { z } from 'zod';
import { defineFault } from './fault.ts';

/**
 * A graceful restart, as for a deployment or an upgrade: the target takes nothing new, finishes what it has begun, says goodbye
 * and ends. It starts again, on the same database, when the window ends.
 */
export const restart = defineFault({
  type: 'restart',
  targets: ['service', 'broker'],
  settings: z.strictObject({}),
  restarts: true,
  inject: async (target) => {
    await target.stop();
    return { [Symbol.asyncDispose]: () => target.restart() };
  },
});
