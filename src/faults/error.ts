import { z } from 'zod';
import { StepFailure } from '../workflow/step-failure.ts';
import type { Fault } from './fault.ts';
import { failureStatus, share } from './settings.ts';

interface Settings {
  readonly probability: number;
  readonly status: number;
  readonly after: boolean;
}

/**
 * A share of the steps fails: an HTTP caller gets the status, a message is tried again. Before it does anything; or with
 * `after` when all is done and committed, which is a lost acknowledgement: the work stands, and the caller hears of an error.
 */
export const error: Fault = {
  type: 'error',
  scope: ['service'],
  settings: z.strictObject({
    probability: share.prefault('100%'),
    status: failureStatus,
    after: z.boolean().default(false).describe('fail after the commit: a lost acknowledgement'),
  }),
  wrap: (next, { probability, status, after }: Settings, { bite, random }) => {
    return async (call) => {
      if (random() >= probability) return next(call);
      if (after) await next(call);
      bite();
      throw new StepFailure(after ? 'injected loss of the acknowledgement' : 'injected error', status);
    };
  },
};
