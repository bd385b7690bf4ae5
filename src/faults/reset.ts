import { z } from 'zod';
import type { Fault } from './fault.ts';
import { share } from './settings.ts';

interface Settings {
  readonly probability: number;
}

/** Connections are torn down by RST: those that stand at the strike, and each new one as soon as it is open. */
export const reset: Fault = {
  type: 'reset',
  scope: ['link'],
  settings: z.strictObject({ probability: share.prefault('100%').describe('of each connection') }),
  shape: ({ probability }: Settings, { bite, random }) => ({
    opened: (connection) => {
      if (random() >= probability) return;
      bite();
      connection.reset();
    },
  }),
};
