import { z } from 'zod';
import { byName, count, known, list, number, text } from './fields.ts';
import { outcomeClasses } from './outcomes.ts';

export const fault = z.object({
  type: text,
  target: text,
  /** ms from the end of the warm-up; null when it was never injected, or never cleared. */
  struckAt: known,
  liftedAt: known,
  /** What it affected: requests for a fault inside a service, processes for one from outside. */
  bites: count,
  /** false: the contestant has no such part, for instance a broker fault on a call chain. */
  applies: z.boolean(),
  /** As the run meant it, ms; unknown in older results. */
  plannedAt: number.optional(),
  plannedForMs: number.optional(),
  /** Why it could not be injected or cleared; such a round is invalid. */
  error: text.optional(),
});
export type FaultRecord = z.infer<typeof fault>;

export const scaling = z.object({
  service: text,
  /** Of the decision; ms from the end of the warm-up. */
  at: number,
  /** Processes before and after. */
  from: count,
  to: count,
  /** Busy worker slots over all slots of the processes that there were, since the decision before; the share that was aimed at. */
  utilisation: number,
  target: number,
  /** When all of them served, or had ended; null when that never came. */
  doneAt: known,
  /** Why it could not be carried out; such a round is invalid. */
  error: text.optional(),
});
/** A change in the number of processes of a service, as its autoscaler decided it. */
export type ScalingRecord = z.infer<typeof scaling>;

export const resource = z.object({
  /** `payments-1`, `rabbitmq`, `load`. */
  process: text,
  service: text,
  cpuSeconds: count,
  peakRssBytes: count,
  peakConnections: count,
  peakInFlight: count,
});
export type ResourceFigures = z.infer<typeof resource>;

export const bin = z.object({
  t: number,
  /**
   * Requests due, answered with success, and completed in this bin, whenever they were due (counts; divide by the width for a
   * rate). Bins show when things happened, so catching up with a backlog stands above `offered`.
   */
  offered: count,
  accepted: count,
  completed: count,
  /** By due time: of this bin's requests, how many ended failed and lost. */
  failed: count,
  lost: count,
  acceptedP50: known,
  acceptedP95: known,
  completedP50: known,
  completedP95: known,
  /** Which of the latencies above are infinite; a null that is not among them has too few samples. Older results lack it. */
  never: list(text).optional(),
});
/** One bin of the timeline; `t` is its start, ms from the end of the warm-up. Latencies are error-adjusted, by due time. */
export type TimelineBin = z.infer<typeof bin>;

/** A run writes 240 at most. */
const series = list(number, 2_000);

export const samples = z.object({
  t: series,
  /** Messages waiting in queues and outboxes. */
  backlog: series,
  /** Calls still to be made without a caller who waits. */
  pendingCalls: series.default([]),
  /** Requests sent by the client and not yet over. */
  clientInFlight: series,
  /** By process; `cpu` is the share of one core since the sample before. */
  processes: byName(
    z.object({
      connections: series,
      inFlight: series,
      cpu: series,
      /** Worker slots that were taken, and calls that waited for one; older results do not have them. */
      busy: series.optional(),
      waiting: series.optional(),
    }),
  ),
  /** Messages that were part of `backlog`: in outboxes, and ready in the work queue of a role; older results do not tell. */
  outbox: series.optional(),
  queues: byName(series).optional(),
});
/** What the harness sampled while the round ran; all arrays have the length of `t`. */
export type Samples = z.infer<typeof samples>;

export const exemplar = z.object({
  /** 50 and 99 by the error-adjusted rank of completion; 100: the worst-ended one that was due during a fault. */
  percentile: number,
  requestId: text,
  sentAt: number,
  acceptedAt: known,
  completedAt: known,
  /** What became of it. Older results lack it, and picked among the completed ones only. */
  outcome: z.enum(outcomeClasses).optional(),
  /** At this rank nobody completed: the request is one of those that did not. */
  never: z.boolean().optional(),
  spans: list(
    z.object({ service: text, effect: text, receivedAt: number, startedAt: number, endedAt: number }),
  ),
});
/** One request as it went through the services; times in ms from its due time. */
export type Exemplar = z.infer<typeof exemplar>;

export const dots = z.object({
  points: list(z.tuple([number, number, number]).readonly(), 10_000),
  left: count,
});
/** Requests as dots, capped: [due ms, latency ms or -1 for never, index into outcomeClasses]. `left` were not kept. */
export type Dots = z.infer<typeof dots>;

export const law = z.object({
  law: text,
  /** null: not enough to judge by. */
  holds: z.boolean().nullable(),
  detail: text,
});
/** Whether a round kept a law; `detail` has the figures it was judged by, or why it could not be. */
export type LawResult = z.infer<typeof law>;
