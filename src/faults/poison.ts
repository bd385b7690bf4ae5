import { z } from 'zod';
import { StepFailure } from '../workflow/step-failure.ts';
import type { Fault } from './fault.ts';
import { failureStatus, share } from './settings.ts';

interface Settings {
  readonly probability: number;
  readonly status: number;
}

/** A share of the requests makes the step fail each time, in every process and however often it is tried. */
export const poison: Fault = {
  type: 'poison',
  scope: ['service'],
  settings: z.strictObject({
    probability: share.prefault('10%').describe('share of the requests that are poisonous'),
    status: failureStatus,
  }),
  wrap: (next, { probability, status }: Settings, { bite, lotOf }) => {
    return async (call) => {
      if (lotOf(call.order.requestId) >= probability) return next(call);
      bite();
      throw new StepFailure('poisonous request', status);
    };
  },
};
