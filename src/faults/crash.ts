import { z } from 'zod';
import type { Fault } from './fault.ts';

/** SIGKILL: no goodbye, no flush, sockets reset. The process starts again, on the same database, when the window ends. */
export const crash: Fault = {
  type: 'crash',
  scope: ['service'],
  settings: z.strictObject({}),
  strike: async (target) => {
    await target.kill();
    return { [Symbol.asyncDispose]: () => target.restart() };
  },
};
