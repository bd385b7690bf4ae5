import { z } from 'zod';
import { defineFault } from './fault.ts';

/**
 * Every step is accepted and then nothing happens: it holds its worker slot, its connection or its message until the fault
 * is cleared or the process ends. What hangs when it is cleared then proceeds as if nothing had been, however late that is.
 */
export const hang = defineFault({
  type: 'hang',
  targets: ['service'],
  settings: z.strictObject({}),
  wrap: (next, _settings, { countAffected, cleared }) => {
    return async (call) => {
      countAffected();
      await cleared;
      return next(call);
    };
  },
});
