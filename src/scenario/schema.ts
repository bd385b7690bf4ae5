import { z } from 'zod';
import { formatDuration } from '../shared/durations.ts';
import { byteSize, duration, onOff, period, rate, share, span, text, whole } from '../shared/fields.ts';
import { limits } from '../shared/limits.ts';
import type { WorkTime } from '../workflow/simulated-work.ts';
import type { Autoscale } from './scenario.ts';

const redraw = onOff.describe(
  'draw the time of each new working of a step anew: the slowness belongs to the try; default false, it belongs to the request',
);

const cpu = span
  .refine((ms) => ms <= limits.cpuWorkMs, {
    error: () => `expected at most ${formatDuration(limits.cpuWorkMs)} of processor time`,
  })
  .describe('keeps a processor busy for so long, beside the waiting; always as much');

const workWords =
  'expected { median: 20ms, p99: 80ms }, both durations with a unit, and beside them at most `redraw: true` and `cpu: 5ms`; or { cpu: 5ms } alone';

/** Simulated work of a step: a duration, its median and p99, processor time, or both. */
export const work = z
  .union(
    [
      span,
      z
        .strictObject({
          median: span.describe('half of the steps take less'),
          p99: span.describe('one step in a hundred takes longer'),
          redraw,
          cpu,
        })
        .partial()
        .refine(({ median, p99, cpu: computes }) => (median ?? p99 ?? computes) !== undefined, {
          error: () => workWords,
        })
        .refine(({ median, p99 }) => (median === undefined) === (p99 === undefined), {
          error: () => workWords,
        }),
    ],
    {
      error: ({ input }) =>
        typeof input === 'object' && input !== null
          ? workWords
          : 'expected a duration such as 20ms, { median: 20ms, p99: 80ms }, or { cpu: 5ms }',
    },
  )
  .transform((value): WorkTime => {
    if (typeof value === 'number') return { medianMs: value, p99Ms: value };
    const { median = 0, p99 = 0, redraw: draws, cpu: cpuMs } = value;
    return {
      medianMs: median,
      p99Ms: p99,
      ...(draws ? { redraw: true } : {}),
      ...(cpuMs === undefined ? {} : { cpuMs }),
    };
  })
  .refine(({ medianMs, p99Ms }) => p99Ms >= medianMs, {
    error: () => 'expected a p99 that is not below the median',
  })
  .refine(({ p99Ms }) => p99Ms <= limits.workMs, {
    error: () => `expected work of at most ${formatDuration(limits.workMs)}`,
  })
  .refine(({ medianMs, p99Ms }) => p99Ms <= medianMs * limits.workSpread, {
    error: () => `expected a p99 of at most ${limits.workSpread} times the median`,
  });

/** What each request carries: a size, or its median and p99. */
const payload = z
  .union(
    [
      byteSize.transform((bytes) => ({ medianBytes: bytes, p99Bytes: bytes })),
      z
        .strictObject({ median: byteSize, p99: byteSize })
        .transform(({ median, p99 }) => ({ medianBytes: median, p99Bytes: p99 })),
    ],
    { error: () => 'expected a size such as 2KiB, or { median: 2KiB, p99: 64KiB }' },
  )
  .refine(({ medianBytes, p99Bytes }) => p99Bytes >= medianBytes, {
    error: () => 'expected a p99 that is not below the median',
  })
  .refine(({ p99Bytes }) => p99Bytes <= limits.payloadBytes, {
    error: () => `expected a size of at most ${limits.payloadBytes / 1_048_576}MiB`,
  });

/** Who does not say otherwise takes a process away when fewer have been enough at so many decisions. */
const usualDecisions = 5;

/** How many processes a service has, by its use. */
const autoscale = z
  .strictObject({
    target: share
      .refine((value) => value > 0, { error: () => 'expected a share above 0%' })
      .describe('share of the worker slots of all its processes that should be busy'),
    from: whole(1, 16).default(1).describe('processes at least, and at the start'),
    to: whole(1, 16).describe('processes at most'),
    every: period
      .refine((ms) => ms >= limits.leastDecisionMs && ms <= limits.decisionMs, {
        error: () =>
          `expected from ${formatDuration(limits.leastDecisionMs)} to ${formatDuration(limits.decisionMs)}`,
      })
      .describe('how often it decides'),
    downAfter: duration
      .optional()
      .describe('how long fewer must have been enough before any is taken away, default five times `every`'),
  })
  .refine(({ from, to }) => to > from, { error: () => 'expected a `to` above `from`' })
  .transform(
    ({ target, from, to, every, downAfter = usualDecisions * every }): Autoscale => ({
      target,
      from,
      to,
      everyMs: every,
      downAfterMs: downAfter,
    }),
  );

/** What a service has; what is left out it has from the workflow, or for a contestant from the scenario. */
const service = z
  .strictObject({
    instances: whole(1, 16).describe('processes, default 1'),
    workers: whole(1, 4_096).describe('steps that one instance works on at the same time, default 32'),
    work: work.describe('simulated work per step, default that of the workflow'),
    coldStart: period
      .refine((ms) => ms <= limits.coldStartMs, {
        error: () => `expected at most ${formatDuration(limits.coldStartMs)}`,
      })
      .describe('how long a process takes from its start until it serves, default none'),
    autoscale: autoscale.describe('instead of `instances`: as many processes as its use asks for'),
  })
  .partial()
  .refine(({ instances, autoscale: scales }) => instances === undefined || scales === undefined, {
    error: () => '`autoscale` says how many instances there are; drop it or `instances`',
  });

const services = z.record(z.string(), service).default({});

const contestant = (policies: z.ZodType) =>
  z.strictObject({
    style: text.describe('a style, or the path of a module that exports one'),
    policies: policies.default({}).describe('what its style is to do otherwise than by default'),
    services: services.describe('other capacity or work than the scenario gives to all; shown in the report'),
    load: z
      .strictObject({ rate, warmUp: duration, payload })
      .partial()
      .default({})
      .describe('another rate, warm-up or payload than the scenario gives to all; shown in the report'),
  });

const loadSchema = <S extends z.ZodType>(stage: S) =>
  z.strictObject({
    arrivals: z
      .enum(['poisson', 'constant'])
      .default('poisson')
      .describe('how requests are spread over time: at random, or evenly'),
    rate: rate.optional().describe('requests per second over the whole duration'),
    stages: z
      .array(stage)
      .min(1, { error: () => 'expected at least one stage' })
      .max(limits.entries, { error: () => `expected at most ${limits.entries} stages` })
      .optional()
      .describe('rates one after the other, instead of one rate'),
    trace: z
      .union([
        text.transform((file) => ({ file, speed: 1, loop: false })),
        z.strictObject({
          file: text.describe(
            'CSV with a header, one line an arrival or an interval; gzip where it ends in .gz',
          ),
          speed: z
            .number({ error: () => 'expected a number, for instance 2 for twice as fast' })
            .min(0.001, { error: () => 'expected a number above 0' })
            .max(1_000, { error: () => 'expected at most 1000' })
            .default(1)
            .describe('how many times as fast as recorded'),
          loop: onOff.default(false).describe('from the start again until `duration` is over, default off'),
        }),
      ])
      .optional()
      .describe('arrivals as recorded elsewhere, instead of a rate'),
    warmUp: duration.prefault('3s').describe('load before the measured time'),
    duration: period.optional().describe('measured time, default 20s'),
    drain: duration.prefault('30s').describe('at most; ends when nothing is left in flight'),
    patience: period.prefault('10s').describe('how long the client waits for an answer, from the due time'),
    declined: share
      .prefault('0%')
      .describe('share of requests that are declined by a step which may decline'),
    payload: payload.optional().describe('what each request carries through all steps; nothing without it'),
    maxSendLag: span
      .prefault('20ms')
      .describe('a round whose requests left later than this after they were due (p99) is invalid'),
    maxOthers: share
      .prefault('15%')
      .describe('share of the machine that other programs may use while somebody waits for a processor'),
    saturate: z
      .strictObject({ connections: whole(1, 10_000).describe('each with one request at a time') })
      .optional()
      .describe('closed loop as fast as it goes, instead of a rate'),
    client: z
      .strictObject({
        retries: whole(0, 10).default(0).describe('how often it sends a failed request again'),
      })
      .optional()
      .describe('what the client does when a request fails'),
    sequence: z
      .strictObject({
        plans: z
          .array(text)
          .min(2, { error: () => 'expected at least two plans' })
          .max(limits.entries, { error: () => `expected at most ${limits.entries} plans` })
          .describe('the plans that every user orders, one after the other'),
        users: whole(1, 10_000).default(4).describe('users who take turns at any time'),
      })
      .optional()
      .describe('every user changes the plan several times, and the order of the changes matters'),
  });

const contestantName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, { error: () => 'expected a name of small letters, digits and hyphens' })
  .max(limits.nameLength, { error: () => `expected a name of at most ${limits.nameLength} characters` });

const entries = z
  .array(z.string({ error: () => 'expected a comparison such as events.lost == 0' }))
  .max(limits.entries, { error: () => `expected at most ${limits.entries} comparisons` })
  .default([]);

/** The whole file; how a fault, the policies of a contestant and a stage look depends on which faults, styles and shapes there are. */
export const scenarioSchema = <F extends z.ZodType, S extends z.ZodType, P extends z.ZodType>(
  fault: F,
  policies: z.ZodType,
  stage: S,
  parties: P,
) =>
  z.strictObject({
    title: text.describe('what happens, in a few words'),
    claim: text.describe('the claim that the scenario tests, in one plain sentence'),
    why: z
      .string({ error: () => 'expected a text' })
      .trim()
      .max(limits.textLength, { error: () => `expected a text of at most ${limits.textLength} characters` })
      .refine((value) => value.split('\n').length <= 2, { error: () => 'expected two lines at most' })
      .default('')
      .describe('why the claim should hold, two lines at most'),
    group: z
      .string({ error: () => 'expected a text' })
      .trim()
      .max(limits.textLength, { error: () => `expected a text of at most ${limits.textLength} characters` })
      .default('')
      .describe('heading in `tandem list`'),
    contestants: z
      .record(contestantName, contestant(policies))
      .prefault({ http: { style: 'http' }, events: { style: 'events' } })
      .describe('up to eight ways to run the workflow, by name, default http and events'),
    measure: z
      .enum(['slices', 'rounds'])
      .optional()
      .describe(
        'slices: all contestants are up and take turns under load every few seconds; rounds: one after the other; default slices where nothing but the load happens, and the rate stays the same',
      ),
    rounds: whole(1, limits.rounds)
      .default(3)
      .describe('rounds per contestant; in slices, how often all are started anew'),
    load: loadSchema(stage).describe('how many requests, and when'),
    workflow: text
      .default('subscribe')
      .describe(
        'what the services do: a name that `tandem explain` lists, or the path of a definition, default subscribe',
      ),
    services: services.describe('capacity and work, by the names of the services of the workflow'),
    parties,
    faults: z
      .array(fault)
      .max(limits.entries, { error: () => `expected at most ${limits.entries} faults` })
      .default([])
      .describe('what goes wrong, and when'),
    gate: z
      .strictObject({
        median: share.describe('for median latencies, default 3%'),
        p95: share.describe('for 95th percentiles, default 5%'),
        rate: share.describe('for rates, default 3%'),
        resolution: duration.describe(
          'a median that changed by less is not worse whatever its share, a p95 by less than three times that; default 1ms',
        ),
      })
      .partial()
      .optional()
      .describe('by how much a figure may be worse before `tandem gate` says so'),
    hypotheses: entries.describe('what the claim predicts; never changes the exit code'),
    budgets: entries.describe('what must hold; changes the exit code'),
  });
