import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Fault } from './fault.ts';
import { milliseconds } from './settings.ts';

interface Settings {
  readonly delay: number;
}

/**
 * When one end closes a connection, the other learns of it only after `delay`, and holds its side open until then. Bites
 * only where connections are closed: by a time-out of a caller, a crash, a reconnect.
 */
export const slowClose: Fault = {
  type: 'slow-close',
  scope: ['link'],
  settings: z.strictObject({ delay: milliseconds }),
  shape: ({ delay }: Settings, { bite }) => ({
    closing: () => {
      bite();
      return wait(delay);
    },
  }),
};
