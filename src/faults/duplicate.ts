import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { defineFault } from './fault.ts';
import { milliseconds, share } from './settings.ts';

/**
 * A share of the steps is performed twice, like a message delivered twice or a request sent twice. The second time comes
 * `gap` after the first, in the same worker slot; the caller gets the first result, and the second's failure is its own.
 */
export const duplicate = defineFault({
  type: 'duplicate',
  targets: ['service'],
  settings: z.strictObject({
    probability: share.prefault('100%'),
    gap: milliseconds.prefault('0ms').describe('between the first time and the second'),
  }),
  wrap: (next, { probability, gap }, { countAffected, random, cleared }) => {
    let over = false;
    void cleared.then(() => {
      over = true;
    });
    return async (call) => {
      if (random() >= probability) return next(call);
      const result = await next(call);
      if (over) return result;
      countAffected();
      if (gap > 0) await delay(gap);
      await next({ ...call, attempt: call.attempt + 1 }).catch(() => undefined);
      return result;
    };
  },
});
