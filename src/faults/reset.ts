import { z } from 'zod';
import { defineFault } from './fault.ts';
import { share } from './settings.ts';

/** Connections are torn down by RST: those that stand at the injection, and each new one as soon as it is open. */
export const reset = defineFault({
  type: 'reset',
  targets: ['link'],
  settings: z.strictObject({ probability: share.prefault('100%').describe('of each connection') }),
  shape: ({ probability }, { countAffected, random }) => ({
    opened: (connection) => {
      if (random() >= probability) return;
      countAffected();
      connection.reset();
    },
  }),
});
