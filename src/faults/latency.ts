import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { nowMs } from '../shared/clock.ts';
import { defineFault } from './fault.ts';
import { milliseconds } from './settings.ts';

/**
 * In a service every step takes longer, because a dependency of it has become slow; the worker stays busy meanwhile.
 * On a link every chunk arrives later, each way by the whole of `add`: a call pays it twice, for the request and for the
 * answer, a message once on each link that it crosses. Chunks keep their order.
 */
export const latency = defineFault({
  type: 'latency',
  targets: ['service', 'link'],
  settings: z
    .strictObject({ add: milliseconds, jitter: milliseconds.prefault('0ms') })
    .refine(({ add, jitter }) => jitter <= add, {
      path: ['jitter'],
      error: 'expected at most `add`: what would come sooner than at once is not added',
    }),
  wrap: (next, { add, jitter }, { countAffected, random }) => {
    return async (call) => {
      countAffected();
      await delay(add + (2 * random() - 1) * jitter);
      return next(call);
    };
  },
  shape: ({ add, jitter }, { countAffected, random }) => ({
    carry: async ({ bytes, arrivedAt }) => {
      countAffected();
      const ms = arrivedAt + add + (2 * random() - 1) * jitter - nowMs();
      if (ms > 0) await delay(ms);
      return bytes;
    },
  }),
});
