import { z } from 'zod';
import { StepFailure } from '../workflow/step-failure.ts';
import { defineFault } from './fault.ts';
import { failureStatus } from './settings.ts';

/**
 * The first attempts of each request fail, later ones succeed: each try of a call counts, and each delivery of a message.
 * Counted a request and step in this process; another instance counts anew, and so does a restarted one.
 */
export const failFirst = defineFault({
  type: 'fail-first',
  targets: ['service'],
  settings: z.strictObject({
    attempts: z.int().min(1).default(1).describe('attempts of each request that fail'),
    status: failureStatus,
  }),
  wrap: (next, { attempts, status }, { countAffected }) => {
    const failed = new Map<string, number>();
    return async (call) => {
      const key = `${call.step} ${call.order.requestId}`;
      const soFar = failed.get(key) ?? 0;
      if (soFar >= attempts) return next(call);
      failed.set(key, soFar + 1);
      countAffected();
      throw new StepFailure(`injected failure of attempt ${soFar + 1}`, status);
    };
  },
});
