import { z } from 'zod';
import { StepFailure } from '../workflow/step-failure.ts';
import type { Fault } from './fault.ts';
import { share } from './settings.ts';

interface Settings {
  readonly probability: number;
  readonly status: number;
}

/** A share of the steps fails before it does anything: an HTTP caller gets the status, a message is tried again. */
export const error: Fault = {
  type: 'error',
  scope: ['service'],
  settings: z.strictObject({
    probability: share.prefault('100%'),
    status: z.int().min(500).max(599).default(503).describe('HTTP status that a caller gets'),
  }),
  wrap: (next, { probability, status }: Settings, { bite, random }) => {
    return async (call) => {
      if (random() >= probability) return next(call);
      bite();
      throw new StepFailure('injected error', status);
    };
  },
};
