import { z } from 'zod';
import { nowMs } from '../shared/clock.ts';
import { defineFault } from './fault.ts';
import { share } from './settings.ts';

const everyMs = 10;
/** Longer slices would be a stalled event loop, which is another fault. */
const longestSliceMs = 20;

const burn = (ms: number): void => {
  const until = nowMs() + ms;
  while (nowMs() < until);
};

/** Burns a share of one core in the event loop of the service, in slices so short that its work still gets its turns. */
export const cpu = defineFault({
  type: 'cpu',
  targets: ['service'],
  settings: z.strictObject({ share: share.prefault('50%').describe('of one core, 100% at most') }),
  wrap: (next, { share: wanted }, { countAffected, cleared }) => {
    const began = nowMs();
    let burnt = 0;
    const timer = setInterval(() => {
      const owed = Math.min(longestSliceMs, (nowMs() - began) * Math.min(1, wanted) - burnt);
      if (owed <= 0) return;
      burn(owed);
      burnt += owed;
    }, everyMs);
    void cleared.then(() => clearInterval(timer));
    return (call) => {
      countAffected();
      return next(call);
    };
  },
});
