import { z } from 'zod';
import type { Fault } from './fault.ts';

/** SIGKILL of the broker; it starts again on the same data when the window ends, and needs some seconds to come back. */
export const brokerCrash: Fault = {
  type: 'broker-crash',
  scope: ['broker'],
  settings: z.strictObject({}),
  strike: async (target) => {
    await target.kill();
    return { [Symbol.asyncDispose]: () => target.restart() };
  },
};
