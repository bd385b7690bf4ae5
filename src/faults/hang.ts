import { z } from 'zod';
import type { Fault } from './fault.ts';

/**
 * Every step is accepted and then nothing happens: it holds its worker slot, its connection or its message until the fault
 * is lifted or the process ends. What hangs at the lift then proceeds as if nothing had been, however late that is.
 */
export const hang: Fault = {
  type: 'hang',
  scope: ['service'],
  settings: z.strictObject({}),
  wrap: (next, _settings, { bite, lifted }) => {
    return async (call) => {
      bite();
      await lifted;
      return next(call);
    };
  },
};
