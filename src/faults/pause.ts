import { z } from 'zod';
import type { Fault } from './fault.ts';

/**
 * SIGSTOP, and SIGCONT when the window ends: a gray failure. The process stands still with all its connections open; the
 * system still accepts new ones in its name.
 */
export const pause: Fault = {
  type: 'pause',
  scope: ['service', 'broker'],
  settings: z.strictObject({}),
  strike: (target) => {
    target.signal('SIGSTOP');
    return Promise.resolve({
      [Symbol.asyncDispose]: () => {
        target.signal('SIGCONT');
        return Promise.resolve();
      },
    });
  },
};
