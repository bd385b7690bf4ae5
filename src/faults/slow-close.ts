import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { defineFault } from './fault.ts';
import { milliseconds } from './settings.ts';

/**
 * When one end closes a connection, the other learns of it only after `delay`, and holds its side open until then. It
 * affects only links whose connections are closed: by a time-out of a caller, a crash, a reconnect.
 */
export const slowClose = defineFault({
  type: 'slow-close',
  targets: ['link'],
  settings: z.strictObject({ delay: milliseconds }),
  shape: ({ delay }, { countAffected }) => ({
    closing: () => {
      countAffected();
      return wait(delay);
    },
  }),
});
