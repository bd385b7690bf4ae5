import { z } from 'zod';
import { limits } from '../shared/limits.ts';
import { count, each, known, list, number, text } from './fields.ts';
import { outcomes } from './outcomes.ts';

export const percentileNames = ['p50', 'p90', 'p95', 'p99', 'p999'] as const;
export type PercentileName = (typeof percentileNames)[number];

export const phaseNames = ['before', 'during', 'after', 'all'] as const;
export type PhaseName = (typeof phaseNames)[number];

const quantiles = z.object({
  ...each(percentileNames, known),
  max: known,
  mean: known,
  count,
  /** Names of the figures above that are infinite: a request at that rank never got there. */
  never: list(text),
});
/** Milliseconds. null: "never" where `never` says so, otherwise not enough samples to say (see `support`). */
export type Quantiles = z.infer<typeof quantiles>;

const latency = quantiles.extend({
  /** Only requests that succeeded. */
  successes: quantiles,
  /** Every request that got any answer. */
  answers: quantiles,
  /** From the actual send instead of the due time (service time), successes only. */
  serviceTime: quantiles,
});
/** The three ways to count. The figures at the top level are error-adjusted: what never came counts as infinite. */
export type LatencyFigures = z.infer<typeof latency>;

const carriedRates = z.object({ accepted: count, completed: count });
/** Per second: requests that got there outside the window they were due in. */
export type CarriedRates = z.infer<typeof carriedRates>;

export const rates = z.object({
  offered: count,
  /** Due in the window and accepted in it. */
  accepted: count,
  completed: count,
  /** Due earlier, got there in this window; unknown in older results. */
  carriedIn: carriedRates.optional(),
  /** Due in this window, got there later; unknown in older results. */
  carriedOut: carriedRates.optional(),
});
/** Per second of the window. The first three count the same requests, those due in it, and can never exceed one another. */
export type Rates = z.infer<typeof rates>;

export const phase = z.object({
  /** ms from the end of the warm-up; several windows when faults repeat. */
  windows: list(z.tuple([number, number]).readonly(), limits.injections),
  accepted: latency,
  completed: latency,
  /** From accepted to active and noticed, ms (0 when the answer itself says so). */
  consistency: quantiles,
  outcomes,
  rates,
});
/** Requests whose due time lies in the phase. `all` is the whole measured time. Without faults `during` and `after` are empty. */
export type PhaseFigures = z.infer<typeof phase>;

export const phases = z.object(each(phaseNames, phase));
