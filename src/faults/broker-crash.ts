import { z } from 'zod';
import { defineFault } from './fault.ts';

/**
 * SIGKILL of the broker, which starts again on the same data in time to take connections when the window ends. A window that is shorter than
 * the broker needs is as long as that.
 */
export const brokerCrash = defineFault({
  type: 'broker-crash',
  targets: ['broker'],
  settings: z.strictObject({}),
  restarts: true,
  inject: async (target) => {
    await target.kill();
    return { [Symbol.asyncDispose]: () => target.restart() };
  },
});
