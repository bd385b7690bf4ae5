import { z } from 'zod';
import { formatDuration, formatRate, formatShare } from '../../../shared/durations.ts';
import { onOff, rate, share, span, whole } from '../../../shared/fields.ts';
import { definePolicy, type ValuesOf } from '../../policy.ts';

/** What every front door and every service that is called over HTTP reads. */
export const admissionPolicies = {
  waitersPerWorker: definePolicy({
    schema: whole(0, 10_000).describe(
      'calls that may wait for each worker before further ones are refused (503); default 10',
    ),
    default: 10,
  }),
};

/** When a circuit opens and how it closes again. */
const breakerPolicies = {
  breaker: definePolicy({
    schema: z.enum(['sampling', 'none']).describe('http: circuit breaker around each downstream service'),
    default: 'sampling',
  }),
  breakerCounts: definePolicy({
    schema: z
      .enum(['calls', 'tries'])
      .describe(
        'http: whether the failed tries of a call that was answered in the end count; default calls: no',
      ),
    default: 'calls',
  }),
  /** 0 to 1. */
  breakerThreshold: definePolicy({
    schema: share
      .refine((value) => value > 0 && value < 1, { error: () => 'expected a share above 0% and below 100%' })
      .describe('http: the breaker opens above this share of failed tries; default 50%'),
    default: 0.5,
    format: formatShare,
  }),
  breakerWindowMs: definePolicy({
    written: 'breakerWindow',
    schema: span.describe('http: how far back the breaker looks; default 5s'),
    default: 5_000,
    format: formatDuration,
  }),
  breakerMinimumPerSecond: definePolicy({
    written: 'breakerMinimumRate',
    schema: rate.describe('http: with fewer tries over the window it stays closed; default 10/s'),
    default: 10,
    format: formatRate,
  }),
  breakerHalfOpenMs: definePolicy({
    written: 'breakerHalfOpen',
    schema: span.describe('http: an open breaker lets one call through after this time; default 1s'),
    default: 1_000,
    format: formatDuration,
  }),
};

/** What whoever calls over HTTP reads, and whoever is called that way. */
export const callPolicies = {
  /** null waits for ever. */
  timeoutMs: definePolicy({
    written: 'timeout',
    schema: z
      .union([z.literal('none'), span], { error: () => 'expected a duration such as 2s, or none' })
      .describe('http: how long a caller waits for one call')
      .transform((value) => (value === 'none' ? null : value)),
    default: 2_000,
    format: formatDuration,
  }),
  retries: definePolicy({
    schema: whole(0, 100).describe('http: further tries of a failed call'),
    default: 2,
  }),
  backoff: definePolicy({
    schema: z.enum(['exponential', 'none']).describe('http: wait between tries'),
    default: 'exponential',
  }),
  backoffInitialMs: definePolicy({
    written: 'backoffInitial',
    schema: span.describe('http: the first wait is drawn up to this and doubles; default 50ms'),
    default: 50,
    format: formatDuration,
  }),
  backoffMaximumMs: definePolicy({
    written: 'backoffMaximum',
    schema: span.describe('http: no wait between tries is longer; default 1s'),
    default: 1_000,
    format: formatDuration,
  }),
  ...breakerPolicies,
  ...admissionPolicies,
  idempotency: definePolicy({
    schema: onOff.describe('http: a repeated call with the same key takes effect once'),
    default: true,
  }),
  compensation: definePolicy({
    schema: onOff.describe('http: refund and cancel when a step after the charge fails for good'),
    default: true,
  }),
  httpClient: definePolicy({
    schema: z.enum(['axios', 'undici']).describe('http: library of the calls between services'),
    default: 'axios',
  }),
};

export type AdmissionPolicies = ValuesOf<typeof admissionPolicies>;
export type CallPolicies = ValuesOf<typeof callPolicies>;
