import { z } from 'zod';
import { defineFault } from './fault.ts';

/** SIGKILL: no goodbye, no flush, sockets reset. The process starts again, on the same database, when the window ends. */
export const crash = defineFault({
  type: 'crash',
  targets: ['service'],
  settings: z.strictObject({}),
  restarts: true,
  inject: async (target) => {
    await target.kill();
    return { [Symbol.asyncDispose]: () => target.restart() };
  },
});
