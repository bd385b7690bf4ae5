import { z } from 'zod';
import { limits } from '../shared/limits.ts';
import { outcomeClasses, percentileNames, phaseNames, type RunResult, resultSchema } from './result.ts';

/** Beyond these a double no longer counts, and what is drawn from it would have no end. */
const [lowest, highest] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
const number = z.number().min(lowest).max(highest);
const count = number.min(0);
const known = number.nullable();
const text = z.string().max(20_000);
/** The scenario as written, and packed histograms. */
const longText = z.string().max(4_000_000);
const list = <T extends z.ZodType>(item: T, most = 1_000) => z.array(item).max(most).readonly();
const byName = <T extends z.ZodType>(value: T) => z.record(z.string(), value).readonly();

/** One key for each of the names, all with the same shape. */
const each = <K extends string, T extends z.ZodType>(names: readonly K[], value: T) =>
  Object.fromEntries(names.map((name) => [name, value])) as Record<K, T>;

/** Figures that older results do not have. */
const since = count.default(0);

const outcomes = z.object({
  ...each(outcomeClasses, count),
  contradicted: since,
  ...each(
    ['sent', 'failed', 'lost', 'unserved', 'duplicated', 'doubleCharged', 'unexpected'] as const,
    count,
  ),
  ...each(['misplaced', 'outOfOrder', 'foreignUser'] as const, number.optional()),
});
const carried = z.object(each(['accepted', 'completed'] as const, count)).optional();
const rates = z.object({
  ...each(['offered', 'accepted', 'completed'] as const, count),
  ...{ carriedIn: carried, carriedOut: carried },
});
const quantiles = z.object({
  ...each([...percentileNames, 'max', 'mean'] as const, known),
  count,
  never: list(text),
});
const latency = quantiles.extend({ successes: quantiles, answers: quantiles, serviceTime: quantiles });
const phase = z.object({
  windows: list(z.tuple([number, number]).readonly(), limits.injections),
  accepted: latency,
  completed: latency,
  consistency: quantiles,
  outcomes,
  rates,
});

const fault = z.object({
  type: text,
  target: text,
  struckAt: known,
  liftedAt: known,
  bites: count,
  applies: z.boolean(),
  ...each(['plannedAt', 'plannedForMs'] as const, number.optional()),
  error: text.optional(),
});
const spread = z.object(each(['p50', 'p99', 'max'] as const, number));
const generator = z.object({
  ...each(['intended', 'sent', 'late', 'achieved'] as const, count),
  sendLag: spread,
  eventLoopDelay: spread,
  ...each(['inFlightPeak', 'connectionsPeak', 'cpuSeconds', 'cpuShare'] as const, count),
  priority: known.default(null),
});
const machine = z.object({
  ...each(['cores', 'own', 'loadAverage'] as const, count),
  ...each(['others', 'stolen', 'throttled', 'waited'] as const, known),
});
const resource = z.object({
  process: text,
  service: text,
  ...each(['cpuSeconds', 'peakRssBytes', 'peakConnections', 'peakInFlight'] as const, count),
});
const bin = z.object({
  t: number,
  ...each(['offered', 'accepted', 'completed', 'failed', 'lost'] as const, count),
  ...each(['acceptedP50', 'acceptedP95', 'completedP50', 'completedP95'] as const, known),
  never: list(text).optional(),
});
/** A run writes 240 at most. */
const series = list(number, 2_000);
const samples = z.object({
  t: series,
  backlog: series,
  pendingCalls: series.default([]),
  clientInFlight: series,
  processes: byName(z.object(each(['connections', 'inFlight', 'cpu'] as const, series))),
});
const exemplar = z.object({
  ...{ percentile: number, requestId: text, sentAt: number, acceptedAt: known, completedAt: known },
  outcome: z.enum(outcomeClasses).optional(),
  never: z.boolean().optional(),
  spans: list(
    z.object({
      service: text,
      effect: text,
      ...each(['receivedAt', 'startedAt', 'endedAt'] as const, number),
    }),
  ),
});
const peak = z.object({ peak: count });

const round = z.object({
  ...{ contestant: text, style: text, round: count, attempt: count, startedAt: text },
  ...{ valid: z.boolean(), invalidReasons: list(text), partial: z.boolean() },
  ...{ outcomes, phases: z.object(each(phaseNames, phase)), rates, generator },
  ...{ faults: list(fault, limits.injections), resources: list(resource), backlog: peak, drainTime: known },
  machine: machine.nullable().default(null),
  pendingCalls: peak.default({ peak: 0 }),
  states: list(z.object({ process: text, name: text, from: number, until: known })).default([]),
  statesLeft: count.optional(),
  ...{ connections: peak, inFlight: peak, cpuPerWorkflow: known },
  money: z.object({
    ...{ charges: count, refunds: count, active: count, balanced: z.boolean() },
    ...each(['unbalanced', 'requests'] as const, number.optional()),
  }),
  laws: list(z.object({ law: text, holds: z.boolean().nullable(), detail: text })).optional(),
  ended: list(
    z.object({
      ...{ process: text, pid: number, signal: text.nullable(), code: known, atMs: number },
      lastLines: list(text),
    }),
  ).optional(),
  counters: byName(number),
  ...{ binMs: number.positive(), timeline: list(bin, 2_000), samples },
  dots: z.object({ points: list(z.tuple([number, number, number]).readonly(), 10_000), left: count }),
  exemplars: list(exemplar, 100),
  histograms: z.object(each(phaseNames, z.object({ accepted: longText, completed: longText }))),
});

const sweepPoint = z.object({
  ...{ contestant: text, perSecond: number, never: list(text), unservedShare: number, valid: z.boolean() },
  ...each(['completedP50', 'completedP95', 'completedRate'] as const, known),
  offeredRate: known.optional(),
});
const estimate = z.object({ median: known, low: known, high: known, values: list(known) });
const comparison = z.object({
  ...{ metric: text, a: text, b: text, ratio: known, low: known, high: known },
  verdict: z.enum(['faster', 'slower', 'no difference shown']),
});
const judged = { text, detail: text, line: number, column: number };
const scenario = z.object({
  ...each(['name', 'file', 'title', 'claim', 'why', 'group'] as const, text),
  ...{ source: longText, scale: count, rounds: count },
  contestants: list(
    z.object({
      name: text,
      style: text,
      answers: z.enum(['when-done', 'when-accepted']),
      policies: byName(z.unknown()),
      capacity: byName(z.object({ instances: count, workers: count })),
      // Older results have neither: whole, as resolved for this contestant, so that two runs can be told apart by anything in them.
      load: byName(z.unknown()).optional(),
      services: byName(byName(z.unknown())).optional(),
    }),
    // Every contestant twice where another build takes part.
    32,
  ),
  load: z.object({
    arrivals: text,
    stages: list(z.object({ perSecond: number, forMs: number })),
    ...each(['warmUpMs', 'drainMs', 'patienceMs', 'declined'] as const, number),
  }),
  faults: list(
    z.object({
      ...{ type: text, target: text, atMs: number, forMs: number },
      settings: byName(z.unknown()).optional(),
    }),
  ),
});

/** The shape of `result.json`. What another version added is let through: fields are added, never renamed. */
const runResultSchema = z.object({
  schema: z.literal(resultSchema),
  scenario,
  environment: z.object({
    ...each(['cpuModel', 'os', 'node', 'broker', 'dependencyLock', 'tandem'] as const, text),
    ...{ cores: count, memoryBytes: count },
  }),
  ...{ seed: number, startedAt: text, finishedAt: text, partial: z.boolean() },
  verdict: z.enum(['pass', 'fail', 'invalid']),
  ...{ reasons: list(text), warnings: list(text) },
  hypotheses: list(z.object({ ...judged, verdict: z.enum(['supported', 'refuted', 'inconclusive']) })),
  budgets: list(z.object({ ...judged, verdict: z.enum(['pass', 'warn', 'fail', 'invalid']), value: known })),
  rounds: list(round, 1_000),
  sweep: list(sweepPoint).optional(),
  summary: z.object({
    contestants: byName(z.object({ style: text, figures: byName(estimate), outcomes })),
    comparisons: list(comparison, 5_000),
  }),
});

/** Fails to compile when the schema and the type of the result drift apart, in either direction. */
type Agrees<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
true satisfies Agrees<z.output<typeof runResultSchema>, RunResult>;

type Shaped =
  | { readonly result: RunResult; readonly problems: null }
  | { readonly result: null; readonly problems: readonly string[] };

const schemaOf = (document: unknown): unknown =>
  typeof document === 'object' && document !== null && 'schema' in document ? document.schema : undefined;

/** The document as a result, older ones with what they did not have yet; or what is wrong with its shape. */
export const shapedResult = (document: unknown): Shaped => {
  const version = schemaOf(document);
  if (version !== resultSchema) {
    const found = version === undefined ? 'none' : JSON.stringify(version);
    return { result: null, problems: [`schema: expected ${JSON.stringify(resultSchema)}, found ${found}`] };
  }
  const parsed = runResultSchema.safeParse(document);
  if (parsed.success) return { result: parsed.data, problems: null };
  return {
    result: null,
    problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  };
};

/** What is wrong with the shape of a document that should be a result; empty when nothing is. */
export const resultProblems = (document: unknown): readonly string[] => shapedResult(document).problems ?? [];

/** The shape of `result.json` for other programs. */
export const resultJsonSchema = (): object => ({
  title: 'Tandem result',
  ...z.toJSONSchema(runResultSchema, { io: 'input', reused: 'ref' }),
});
