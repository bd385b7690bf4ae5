import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Fault } from './fault.ts';
import { milliseconds } from './settings.ts';

interface Settings {
  readonly add: number;
  readonly jitter: number;
}

/** Every step of the service takes longer: a dependency of it has become slow. The worker stays busy meanwhile. */
export const latency: Fault = {
  type: 'latency',
  scope: ['service'],
  settings: z.strictObject({ add: milliseconds, jitter: milliseconds.prefault('0ms') }),
  wrap: (next, { add, jitter }: Settings, { bite, random }) => {
    return async (call) => {
      bite();
      await delay(add + (2 * random() - 1) * jitter);
      return next(call);
    };
  },
};
