import { z } from 'zod';
import { StepFailure } from '../workflow/step-failure.ts';
import { defineFault } from './fault.ts';
import { failureStatus, share } from './settings.ts';

/**
 * A share of the steps fails: an HTTP caller gets the status, a message is tried again. Before it does anything; or with
 * `after` when all is done and committed, which is a lost acknowledgement: the work stands, and the caller hears of an error.
 */
export const error = defineFault({
  type: 'error',
  targets: ['service'],
  settings: z.strictObject({
    probability: share.prefault('100%'),
    status: failureStatus,
    after: z.boolean().default(false).describe('fail after the commit: a lost acknowledgement'),
  }),
  wrap: (next, { probability, status, after }, { countAffected, random }) => {
    return async (call) => {
      if (random() >= probability) return next(call);
      if (after) await next(call);
      countAffected();
      throw new StepFailure(after ? 'injected loss of the acknowledgement' : 'injected error', status);
    };
  },
});
