import { z } from 'zod';
import { nowMs } from '../shared/clock.ts';
import type { Fault } from './fault.ts';
import { share } from './settings.ts';

interface Settings {
  readonly share: number;
}

const everyMs = 10;
/** Longer slices would be a stalled event loop, which is another fault. */
const longestSliceMs = 20;

const burn = (ms: number): void => {
  const until = nowMs() + ms;
  while (nowMs() < until);
};

/** Burns a share of one core in the event loop of the service, in slices so short that its work still gets its turns. */
export const cpu: Fault = {
  type: 'cpu',
  scope: ['service'],
  settings: z.strictObject({ share: share.prefault('50%').describe('of one core, 100% at most') }),
  wrap: (next, { share: wanted }: Settings, { bite, lifted }) => {
    const began = nowMs();
    let burnt = 0;
    const timer = setInterval(() => {
      const owed = Math.min(longestSliceMs, (nowMs() - began) * Math.min(1, wanted) - burnt);
      if (owed <= 0) return;
      burn(owed);
      burnt += owed;
    }, everyMs);
    void lifted.then(() => clearInterval(timer));
    return (call) => {
      bite();
      return next(call);
    };
  },
};
