import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { normal, seededRandom } from '../shared/random.ts';

/** Work time of a step: lognormal, given by its median and 99th percentile in ms. Equal values mean constant work. */
export interface WorkTime {
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Each new working of a step draws its time anew: the slowness belongs to the try and not to the request. */
  readonly redraw?: boolean;
  /** Work that keeps a processor busy, beside the waiting, ms of processor time; always as much. */
  readonly cpuMs?: number;
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

/** A turn of the event loop is kept no longer than this, so that a long computation does not stop all else, ms. */
const sliceMs = 5;

const cpuSpentMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

/** Computes until this process has spent so much processor time; what other programs take meanwhile does not count. */
const compute = async (cpuMs: number): Promise<void> => {
  for (let left = cpuMs; left > 0; left -= sliceMs) {
    const slice = Math.min(left, sliceMs);
    const since = process.cpuUsage();
    let value = 1;
    while (cpuSpentMs(since) < slice)
      for (let turn = 0; turn < 2_000; turn += 1) value = Math.sqrt(value + turn);
    if (left > sliceMs) await nextTurn();
  }
};

/**
 * Waits as long as the work takes: a provider's time, a disk's, not this machine's processors. Then keeps a processor busy for
 * the part that is computing.
 */
export const simulateWork = async (durationMs: number, cpuMs = 0): Promise<void> => {
  if (durationMs > 0) await delay(durationMs);
  if (cpuMs > 0) await compute(cpuMs);
};
