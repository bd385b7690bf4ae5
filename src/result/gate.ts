import { z } from 'zod';
import { count, known, list, number, text } from './fields.ts';

const gateFigure = z.object({
  /** For instance `completed.p50`; latencies and rates are of the whole measured time. */
  metric: text,
  /** Medians over the pairs (ms or per second), or sums of counts; null where there is none. */
  base: known,
  head: known,
  /** Share by which it may be worse, 0.03 for 3%; 0 for counts. */
  margin: number,
  pairs: count,
  /** By how much the head is worse, with the interval that decided; below 0 it is better. null for counts and where nothing is known. */
  change: known,
  low: known,
  high: known,
  /** About the smallest change that would have been called worse. */
  smallest: known,
  verdict: z.enum(['worse', 'not worse', 'not decided']),
});
/** One figure of a gate: this build (head) seen from another (base). */
export type GateFigure = z.infer<typeof gateFigure>;

export const gateResult = z.object({
  /** Contestants by their names in the run. */
  base: text,
  head: text,
  /** Of the base, as git knows it. */
  commit: text,
  verdict: z.enum(['worse', 'not worse', 'not decided', 'invalid']),
  figures: list(gateFigure),
  /** Seconds that were allowed, and that were used for measuring. */
  withinSeconds: count,
  usedSeconds: count,
});
/** Whether a build is worse than another one. */
export type GateResult = z.infer<typeof gateResult>;
