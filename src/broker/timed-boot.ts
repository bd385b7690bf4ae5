import { setTimeout as delay } from 'node:timers/promises';
import { nowMs } from '../shared/clock.ts';

/**
 * For a broker that cannot be held once it boots: starts it so that it is ready at about `opensAt` (`nowMs()`), if it takes as long as the
 * last time; at once where there was none.
 */
export const timedBoot = (boot: () => Promise<unknown>): ((opensAt?: number) => Promise<void>) => {
  let lastMs: number | null = null;
  return async (opensAt) => {
    if (opensAt !== undefined && lastMs !== null) await delay(Math.max(0, opensAt - lastMs - nowMs()));
    const from = nowMs();
    await boot();
    lastMs = nowMs() - from;
  };
};
