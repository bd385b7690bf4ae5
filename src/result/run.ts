import { z } from 'zod';
import { byName, count, known, list, number, text } from './fields.ts';
import { gateResult } from './gate.ts';
import { outcomes } from './outcomes.ts';
import { round } from './round.ts';
import { scenarioRecord } from './scenario-record.ts';

/** The versioned shape of `result.json`. Other programs read these names; see docs/decisions before changing one. */
export const resultSchema = 'tandem.result/1';

const sweepPoint = z.object({
  contestant: text,
  /** Offered rate, per second. */
  perSecond: number,
  never: list(text),
  /** Failed and lost, as a share of the requests sent. */
  unservedShare: number,
  /** false: no round of it is valid, and the figures only help to find out why. */
  valid: z.boolean(),
  /** Error-adjusted, ms; null where it was never reached (`never` names it) or the samples are too few. */
  completedP50: known,
  completedP95: known,
  /** Completed per second during the load, those of the warm-up that ended in it included. */
  completedRate: known,
  /** What really fell due per second: arrivals are drawn, and a short load may get fewer. Older results do not tell. */
  offeredRate: known.optional(),
  /** Where budgets were asked: whether they all held; null where that could not be decided. Without it, keeping up is asked. */
  held: z.boolean().nullable().optional(),
  /** Of budgets that were asked: those that did not hold or could not be decided, with what was measured. */
  broken: list(text).optional(),
  /** Where it was not held: what was used up, in words. */
  usedUp: list(text).optional(),
});
/** What one contestant did at one offered rate; figures are medians over the valid rounds, requests are summed. */
export type SweepPoint = z.infer<typeof sweepPoint>;

const variedPoint = sweepPoint.extend({
  /** One value for each of the places, as it was given. */
  at: list(text),
});
/** What one contestant did with one value in each of the places that were varied. */
export type VariedPoint = z.infer<typeof variedPoint>;

const varied = z.object({
  /** Dotted paths in the scenario; one or two. */
  paths: list(text),
  points: list(variedPoint),
});

const needsPoint = z.object({
  contestant: text,
  perSecond: number,
  /** By service: the least of the amounts with which the rate was held, or the ones that were tried last. */
  amounts: byName(count),
  /** null: no measurement of it decided. */
  held: z.boolean().nullable(),
  /** What was used up where less, or the ones tried last, did not hold the rate; in words. */
  usedUp: list(text),
  /** Of the budgets that were asked: those that less, or what was tried last, did not hold. */
  broken: list(text).optional(),
  runs: count,
});
/** What one contestant needs to hold one rate. */
export type NeedsPoint = z.infer<typeof needsPoint>;

const needs = z.object({
  /** What the amounts count. */
  of: z.enum(['instances', 'workers']),
  services: list(text),
  /** Those that were tried, ascending. */
  amounts: list(number),
  points: list(needsPoint),
});

const estimate = z.object({ median: known, low: known, high: known, values: list(known) });
/** Median over the valid rounds with a bootstrap interval; null where no round has the figure. */
export type Estimate = z.infer<typeof estimate>;

const comparison = z.object({
  metric: text,
  a: text,
  b: text,
  /** Geometric mean of b/a over paired rounds, with its interval. */
  ratio: known,
  low: known,
  high: known,
  /** About b seen from a, after Holm's correction. For a rate, `faster` means more per second. */
  verdict: z.enum(['faster', 'slower', 'no difference shown']),
});
export type Comparison = z.infer<typeof comparison>;

const pairedFigure = z.object({
  /** From 1. */
  round: count,
  a: text,
  b: text,
  /** As in a comparison, for instance `completed.p50 all`. */
  metric: text,
  /** Natural logarithm of b over a, from requests that both had alike; null where one side never got there, whom `never` names. */
  logRatio: known,
  never: z.enum(['a', 'b']).optional(),
  /** Requests at the begin of the load that are not in it, because latencies still fell; and whether they did so even after a third of the load. */
  leftOut: count.optional(),
  drifts: z.boolean().optional(),
});
/** How two contestants that were up at the same time differ in one round, from the requests that both had with the same arrival and work. */
export type PairedFigure = z.infer<typeof pairedFigure>;

const contestantSummary = z.object({
  style: text,
  /** Keyed by metric name as in the budget language, for instance `completed.p95 during`. */
  figures: byName(estimate),
  /** Summed over the valid rounds. */
  outcomes,
});
export type ContestantSummary = z.infer<typeof contestantSummary>;

const hypothesis = z.object({
  text,
  /** What was measured, in words, for instance `events.failed + events.lost = 0`. */
  detail: text,
  line: number,
  column: number,
  verdict: z.enum(['supported', 'refuted', 'inconclusive']),
});
export type HypothesisResult = z.infer<typeof hypothesis>;

const budget = z.object({
  text,
  detail: text,
  line: number,
  column: number,
  verdict: z.enum(['pass', 'warn', 'fail', 'invalid']),
  /** Measured left side; null when it could not be decided. */
  value: known,
});
export type BudgetResult = z.infer<typeof budget>;

const environment = z.object({
  cpuModel: text,
  os: text,
  node: text,
  broker: text,
  /** SHA-256 of package-lock.json, first 12 hex digits; empty when there is none. */
  dependencyLock: text,
  tandem: text,
  cores: count,
  memoryBytes: count,
});
export type Environment = z.infer<typeof environment>;

/** The shape of `result.json`. What another version added is let through: fields are added, never renamed. */
export const runResult = z.object({
  schema: z.literal(resultSchema),
  scenario: scenarioRecord,
  environment,
  seed: number,
  startedAt: text,
  finishedAt: text,
  /** The run was interrupted; what is here was measured, the rest is missing. */
  partial: z.boolean(),
  verdict: z.enum(['pass', 'fail', 'invalid']),
  /** Why the verdict is what it is, one sentence each. */
  reasons: list(text),
  warnings: list(text),
  hypotheses: list(hypothesis),
  budgets: list(budget),
  rounds: list(round, 1_000),
  /** Noise between like rounds as it was known before the run, by metric and phase; it moderates the comparisons. */
  priors: z
    .object({ from: text, noise: byName(z.object({ sd: number.positive(), df: number.positive() })) })
    .optional(),
  /** Only of a run that asks whether one build is worse than another. */
  gate: gateResult.optional(),
  /** Of contestants that were up at the same time; the last attempt of each round. */
  paired: list(pairedFigure, 100_000).optional(),
  /** Only of a sweep over several offered rates, and then beside the run at the highest of them. */
  sweep: list(sweepPoint).optional(),
  /** Only of a sweep over other values of the scenario, and then beside the run with the last of them. */
  varied: varied.optional(),
  /** Only of a search for what rates need, and then beside its last run. */
  needs: needs.optional(),
  summary: z.object({ contestants: byName(contestantSummary), comparisons: list(comparison, 5_000) }),
});
export type RunResult = z.infer<typeof runResult>;
