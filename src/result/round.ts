import { z } from 'zod';
import { limits } from '../shared/limits.ts';
import { byName, count, each, known, list, longText, number, text } from './fields.ts';
import { phase, phaseNames, phases, rates } from './figures.ts';
import { generator, machine } from './generator.ts';
import { bin, dots, exemplar, fault, law, resource, samples, scaling } from './observations.ts';
import { outcomes } from './outcomes.ts';

const peak = z.object({ peak: count });

const money = z.object({
  charges: count,
  refunds: count,
  active: count,
  /** Nothing is unbalanced, and no effect is unexpected, misplaced, out of order or for another user. */
  balanced: z.boolean(),
  /** Requests, foreign ids among them, whose charges − refunds are not their active subscriptions; unknown in older results. */
  unbalanced: number.optional(),
  /** Requests that the money rule looks at, those of the warm-up among them. */
  requests: number.optional(),
});

const state = z.object({
  process: text,
  name: text,
  from: number,
  /** null: it still lasted at the end. */
  until: known,
});

const endedProcess = z.object({
  process: text,
  pid: number,
  signal: text.nullable(),
  code: known,
  atMs: number,
  lastLines: list(text),
});

export const round = z.object({
  contestant: text,
  style: text,
  /** From 1. */
  round: count,
  /** 2 when the first attempt was invalid and the round was repeated. */
  attempt: count,
  startedAt: text,
  valid: z.boolean(),
  invalidReasons: list(text),
  /** Interrupted before its end. */
  partial: z.boolean(),
  /** Whole measured time, warm-up excluded. */
  outcomes,
  phases,
  /** By the name of a stage of the load: requests due in it, and those due after its last end. Only where stages have names. */
  stages: byName(z.object({ during: phase, after: phase })).optional(),
  rates,
  generator,
  faults: list(fault, limits.injections),
  /** What autoscalers did, in the order of their decisions; only where a service scales. */
  scaling: list(scaling).optional(),
  resources: list(resource),
  backlog: peak,
  /** ms from the last due time until nothing was left in flight; null when the deadline passed first. */
  drainTime: known,
  /** null in results that did not look. */
  machine: machine.nullable().default(null),
  /** Calls that were still to be made though nobody waited for them (refunds, requests to be given up), at most. */
  pendingCalls: peak.default({ peak: 0 }),
  /** States that lasted a while, for instance `circuit:payments` of `subscriptions-1`; ms from the end of the warm-up. */
  states: list(state).default([]),
  /** Further states that were not kept, shorter than these; older results do not say. */
  statesLeft: count.optional(),
  /** Summed over the services at the same moment. */
  connections: peak,
  inFlight: peak,
  /** CPU ms of services and broker per completed workflow; null without completions. */
  cpuPerWorkflow: known,
  /** The whole round, warm-up and foreign ids included: money that was taken before the clock started is money too. */
  money,
  /** What must hold in every round whatever the styles do; unknown in older results. */
  laws: list(law).optional(),
  /** Parts that ended by themselves. */
  ended: list(endedProcess).optional(),
  /** Further counts of a style or fault: retries per hop, dead letters, redeliveries, order violations … */
  counters: byName(number),
  binMs: number.positive(),
  timeline: list(bin, 2_000),
  samples,
  dots,
  exemplars: list(exemplar, 100),
  /** HdrHistogram V2 (compressed, base64), integer µs; error-adjusted samples that never came are not in it but in `count`. */
  histograms: z.object(each(phaseNames, z.object({ accepted: longText, completed: longText }))),
});
/** One execution of one contestant, audited. */
export type RoundResult = z.infer<typeof round>;
