import { z } from 'zod';
import type { Fault } from './fault.ts';

/**
 * Bytes vanish both ways and nobody is told: connections stay open, new ones are accepted and ignored, and the other end
 * does not even learn that one was closed. A connection that lost bytes is reset at the lift: a stream with a hole in it is
 * of no use to anyone.
 */
export const blackhole: Fault = {
  type: 'blackhole',
  scope: ['link'],
  settings: z.strictObject({}),
  shape: (_settings, { bite, lifted }) => ({
    carry: () => {
      bite();
      return Promise.resolve(null);
    },
    closing: () => lifted,
  }),
};
