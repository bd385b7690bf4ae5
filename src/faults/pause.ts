import { z } from 'zod';
import { defineFault } from './fault.ts';

/**
 * SIGSTOP, and SIGCONT when the window ends: a gray failure. The process stands still with all its connections open; the
 * system still accepts new ones in its name.
 */
export const pause = defineFault({
  type: 'pause',
  targets: ['service', 'broker'],
  settings: z.strictObject({}),
  inject: async (target) => {
    await target.signal('SIGSTOP');
    return { [Symbol.asyncDispose]: () => target.signal('SIGCONT') };
  },
});
