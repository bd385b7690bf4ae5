import { setTimeout as delay } from 'node:timers/promises';
import { normal, seededRandom } from '../shared/random.ts';

/** Work time of a step: lognormal, given by its median and 99th percentile in ms. Equal values mean constant work. */
export interface WorkTime {
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Each new working of a step draws its time anew: the slowness belongs to the try and not to the request. */
  readonly redraw?: boolean;
}

/** The 99th percentile of the standard normal distribution. */
const z99 = 2.3263478740408408;

/**
 * How long a step that works does so for a request, in ms. A pure function of seed, request, step and draw, so that every
 * contestant has the same work to do. The draw counts the workings from 1 and stays 1 unless the work is redrawn.
 */
export const workMs = (
  seed: number,
  requestId: string,
  step: string,
  { medianMs, p99Ms }: WorkTime,
  draw = 1,
): number => {
  if (medianMs <= 0) return 0;
  if (p99Ms <= medianMs) return medianMs;
  const sigma = Math.log(p99Ms / medianMs) / z99;
  const seeds = draw === 1 ? [seed, requestId, step] : [seed, requestId, step, draw];
  return medianMs * Math.exp(sigma * normal(seededRandom(...seeds)));
};

/** Waits as long as the work takes. It waits rather than computes: a payment provider's time, not this machine's. */
export const simulateWork = async (durationMs: number): Promise<void> => {
  if (durationMs > 0) await delay(durationMs);
};
