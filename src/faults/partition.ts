import { z } from 'zod';
import { defineFault } from './fault.ts';

/**
 * Two parts cannot reach one another, and everybody else can reach both. With `drop` whatever one sends to the other vanishes, and nobody is
 * told; with `refuse` open connections are reset, and new ones as soon as they are open. What was cut off begins with new connections when
 * the fault is cleared.
 */
export const partition = defineFault({
  type: 'partition',
  targets: ['link'],
  settings: z.strictObject({
    how: z.enum(['drop', 'refuse']).default('drop').describe('what becomes of connections between the two'),
  }),
  shape: ({ how }, { countAffected, cleared }) =>
    how === 'refuse'
      ? {
          opened: ({ reset }) => {
            countAffected();
            reset();
          },
        }
      : {
          carry: () => {
            countAffected();
            return Promise.resolve(null);
          },
          closing: () => cleared,
        },
});
