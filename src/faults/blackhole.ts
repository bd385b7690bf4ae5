import { z } from 'zod';
import { defineFault } from './fault.ts';

/**
 * Bytes vanish both ways and nobody is told: connections stay open, new ones are accepted and ignored, and the other end
 * does not even learn that one was closed. A connection that lost bytes is reset when the fault is cleared: a stream with a hole in it is
 * of no use to anyone.
 */
export const blackhole = defineFault({
  type: 'blackhole',
  targets: ['link'],
  settings: z.strictObject({}),
  shape: (_settings, { countAffected, cleared }) => ({
    carry: () => {
      countAffected();
      return Promise.resolve(null);
    },
    closing: () => cleared,
  }),
});
