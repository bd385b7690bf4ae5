import { z } from 'zod';
import { StepFailure } from '../workflow/step-failure.ts';
import { defineFault } from './fault.ts';
import { failureStatus, share } from './settings.ts';

/** A share of the requests makes the step fail each time, in every process and however often it is tried. */
export const poison = defineFault({
  type: 'poison',
  targets: ['service'],
  settings: z.strictObject({
    probability: share.prefault('10%').describe('share of the requests that are poisonous'),
    status: failureStatus,
  }),
  wrap: (next, { probability, status }, { countAffected, lotOf }) => {
    return async (call) => {
      if (lotOf(call.order.requestId) >= probability) return next(call);
      countAffected();
      throw new StepFailure('poisonous request', status);
    };
  },
});
