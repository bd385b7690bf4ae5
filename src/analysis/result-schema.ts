import { z } from 'zod';
import { outcomeClasses, percentileNames, phaseNames, type RunResult, resultSchema } from './result.ts';

const number = z.number();
const known = number.nullable();
const text = z.string();
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const byName = <T extends z.ZodType>(value: T) => z.record(z.string(), value).readonly();

/** One key for each of the names, all with the same shape. */
const each = <K extends string, T extends z.ZodType>(names: readonly K[], value: T) =>
  Object.fromEntries(names.map((name) => [name, value])) as Record<K, T>;

/** Figures that older results do not have. */
const since = number.default(0);

const outcomes = z.object({
  ...each(outcomeClasses, number),
  contradicted: since,
  ...each(
    ['sent', 'failed', 'lost', 'unserved', 'duplicated', 'doubleCharged', 'unexpected'] as const,
    number,
  ),
});
const rates = z.object(each(['offered', 'accepted', 'completed'] as const, number));
const quantiles = z.object({
  ...each([...percentileNames, 'max', 'mean'] as const, known),
  count: number,
  never: list(text),
});
const latency = quantiles.extend({ successes: quantiles, answers: quantiles, serviceTime: quantiles });
const phase = z.object({
  windows: list(z.tuple([number, number]).readonly()),
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
  bites: number,
  applies: z.boolean(),
});
const spread = z.object(each(['p50', 'p99', 'max'] as const, number));
const generator = z.object({
  ...each(['intended', 'sent', 'late', 'achieved'] as const, number),
  sendLag: spread,
  eventLoopDelay: spread,
  ...each(['inFlightPeak', 'connectionsPeak', 'cpuSeconds', 'cpuShare'] as const, number),
  priority: known.default(null),
});
const machine = z.object({
  ...each(['cores', 'own', 'loadAverage'] as const, number),
  ...each(['others', 'stolen', 'throttled', 'waited'] as const, known),
});
const resource = z.object({
  process: text,
  service: text,
  ...each(['cpuSeconds', 'peakRssBytes', 'peakConnections', 'peakInFlight'] as const, number),
});
const bin = z.object({
  ...each(['t', 'offered', 'accepted', 'completed', 'failed', 'lost'] as const, number),
  ...each(['acceptedP50', 'acceptedP95', 'completedP50', 'completedP95'] as const, known),
});
const series = list(number);
const samples = z.object({
  t: series,
  backlog: series,
  pendingCalls: list(number).default([]),
  clientInFlight: series,
  processes: byName(z.object(each(['connections', 'inFlight', 'cpu'] as const, series))),
});
const exemplar = z.object({
  ...{ percentile: number, requestId: text, sentAt: number, acceptedAt: known, completedAt: known },
  spans: list(
    z.object({
      service: text,
      effect: text,
      ...each(['receivedAt', 'startedAt', 'endedAt'] as const, number),
    }),
  ),
});
const peak = z.object({ peak: number });

const round = z.object({
  ...{ contestant: text, style: text, round: number, attempt: number, startedAt: text },
  ...{ valid: z.boolean(), invalidReasons: list(text), partial: z.boolean() },
  ...{ outcomes, phases: z.object(each(phaseNames, phase)), rates, generator },
  ...{ faults: list(fault), resources: list(resource), backlog: peak, drainTime: known },
  machine: machine.nullable().default(null),
  pendingCalls: peak.default({ peak: 0 }),
  states: list(z.object({ process: text, name: text, from: number, until: known })).default([]),
  ...{ connections: peak, inFlight: peak, cpuPerWorkflow: known },
  money: z.object({ charges: number, refunds: number, active: number, balanced: z.boolean() }),
  counters: byName(number),
  ...{ binMs: number, timeline: list(bin), samples },
  dots: z.object({ points: list(z.tuple([number, number, number]).readonly()), left: number }),
  exemplars: list(exemplar),
  histograms: z.object(each(phaseNames, z.object({ accepted: text, completed: text }))),
});

const sweepPoint = z.object({
  ...{ contestant: text, perSecond: number, never: list(text), unservedShare: number, valid: z.boolean() },
  ...each(['completedP50', 'completedP95', 'completedRate'] as const, known),
});
const estimate = z.object({ median: known, low: known, high: known, values: list(known) });
const comparison = z.object({
  ...{ metric: text, a: text, b: text, ratio: known, low: known, high: known },
  verdict: z.enum(['faster', 'slower', 'no difference shown']),
});
const judged = { text, detail: text, line: number, column: number };
const scenario = z.object({
  ...each(['name', 'file', 'title', 'claim', 'why', 'group', 'source'] as const, text),
  ...{ scale: number, rounds: number },
  contestants: list(
    z.object({
      name: text,
      style: text,
      answers: z.enum(['when-done', 'when-accepted']),
      policies: byName(z.unknown()),
      capacity: byName(z.object({ instances: number, workers: number })),
    }),
  ),
  load: z.object({
    arrivals: text,
    stages: list(z.object({ perSecond: number, forMs: number })),
    ...each(['warmUpMs', 'drainMs', 'patienceMs', 'declined'] as const, number),
  }),
  faults: list(z.object({ type: text, target: text, atMs: number, forMs: number })),
});

/** The shape of `result.json`. What another version added is let through: fields are added, never renamed. */
const runResultSchema = z.object({
  schema: z.literal(resultSchema),
  scenario,
  environment: z.object({
    ...each(['cpuModel', 'os', 'node', 'broker', 'dependencyLock', 'tandem'] as const, text),
    ...{ cores: number, memoryBytes: number },
  }),
  ...{ seed: number, startedAt: text, finishedAt: text, partial: z.boolean() },
  verdict: z.enum(['pass', 'fail', 'invalid']),
  ...{ reasons: list(text), warnings: list(text) },
  hypotheses: list(z.object({ ...judged, verdict: z.enum(['supported', 'refuted', 'inconclusive']) })),
  budgets: list(z.object({ ...judged, verdict: z.enum(['pass', 'warn', 'fail', 'invalid']), value: known })),
  rounds: list(round),
  sweep: list(sweepPoint).optional(),
  summary: z.object({
    contestants: byName(z.object({ style: text, figures: byName(estimate), outcomes })),
    comparisons: list(comparison),
  }),
});

/** Fails to compile when the schema and the type of the result drift apart, in either direction. */
type Agrees<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
true satisfies Agrees<z.output<typeof runResultSchema>, RunResult>;

/** What is wrong with a document that should be a result; empty when nothing is. */
export const resultProblems = (document: unknown): readonly string[] => {
  const version = (document as { readonly schema?: unknown } | null)?.schema;
  if (version !== resultSchema) {
    return [
      `schema: expected ${JSON.stringify(resultSchema)}, found ${version === undefined ? 'none' : JSON.stringify(version)}`,
    ];
  }
  const parsed = runResultSchema.safeParse(document);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

/** The shape of `result.json` for other programs. */
export const resultJsonSchema = (): object => ({
  title: 'Tandem result',
  ...z.toJSONSchema(runResultSchema, { io: 'input', reused: 'ref' }),
});
