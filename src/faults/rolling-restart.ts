import { z } from 'zod';
import { defineFault, type TargetControl } from './fault.ts';
import { milliseconds } from './settings.ts';

/** One after the other; each ends in good order, stays away, and serves again before the next one goes. */
const roll = async (parts: readonly TargetControl[], away: number): Promise<void> => {
  for (const part of parts) {
    await part.stop();
    await part.pause(away);
    await part.restart();
  }
};

/**
 * A rolling deployment: every process of the target is restarted gracefully, one after the other, so that the others serve
 * meanwhile. The window begins with the first goodbye; it is over when it was as long as written and the last one serves again.
 */
export const rollingRestart = defineFault({
  type: 'rolling-restart',
  targets: ['service', 'broker'],
  settings: z.strictObject({
    away: milliseconds.prefault('1s').describe('how long each stays away'),
  }),
  inject: (target, { away }) => {
    const rolling = roll(target.parts(), away);
    // Told of by the disposal, which waits for it.
    rolling.catch(() => undefined);
    return Promise.resolve({ [Symbol.asyncDispose]: () => rolling });
  },
});
