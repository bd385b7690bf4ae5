import { readersAfterMs, readsCounter, staleCounter } from '../audit/stale-reads.ts';
import type { PhaseFigures, PhaseName } from '../result/figures.ts';
import type { RoundResult } from '../result/round.ts';
import { countMetrics } from './count-metrics.ts';
import { amplificationOf, counted } from './counters.ts';
import {
  carriedMetrics,
  consistencyMetrics,
  latencyMetrics,
  rateMetrics,
  resolutionMetrics,
} from './latency-metrics.ts';
import type { Metric, MetricDefinition, MetricUnit, MetricValue } from './metric.ts';

const ofRound = (
  name: string,
  unit: MetricUnit,
  meaning: string,
  read: (round: RoundResult) => MetricValue,
): Metric => ({ name, unit, kind: 'measured', byPhase: false, better: 'lower', meaning, read });

const roundMetrics: readonly Metric[] = [
  ofRound(
    'backlog.peak',
    'count',
    'messages waiting in queues and outboxes, at most',
    ({ backlog }) => backlog.peak,
  ),
  ofRound(
    'pendingCalls.peak',
    'count',
    'calls still to be made though nobody waits for them (refunds, requests to be given up), at most',
    ({ pendingCalls }) => pendingCalls.peak,
  ),
  ofRound(
    'drainTime',
    'ms',
    'from the last due time until nothing was left in flight',
    (round) => round.drainTime ?? 'never',
  ),
  ofRound(
    'connections.peak',
    'count',
    'open connections of all services at the same moment, at most',
    (round) => round.connections.peak,
  ),
  ofRound(
    'inFlight.peak',
    'count',
    'work in flight in all services at the same moment, at most',
    (round) => round.inFlight.peak,
  ),
  ofRound(
    'cpuPerWorkflow',
    'ms',
    'CPU time of services and broker per completed workflow, warm-up excluded',
    (round) => round.cpuPerWorkflow ?? { error: 'no completed workflow' },
  ),
];

const amplification = ofRound(
  'amplification',
  'ratio',
  'tries per call between services, all hops',
  amplificationOf(null),
);

/** The service that a metric of one hop is about; null for any other metric. */
export const hopOf = (name: string): string | null =>
  /^amplification\.([a-z][a-z0-9-]*)$/.exec(name)?.[1] ?? null;

const amplificationAt = (hop: string): Metric =>
  ofRound(`amplification.${hop}`, 'ratio', `tries per call to ${hop}`, amplificationOf(hop));

const roundTrips = ofRound(
  'roundTrips',
  'ratio',
  'HTTP requests that the client made per order, warm-up included',
  ({ counters, generator }) => {
    const calls = counters['client.calls'];
    return calls === undefined || generator.sent === 0 ? { error: 'not counted' } : calls / generator.sent;
  },
);

const replayTime = ofRound(
  'replay.time',
  'ms',
  'from joining until a late reader had rebuilt its read model from the event log',
  ({ counters }) => counters['replay.tookMs'] ?? { error: 'no event log (policy eventLog)' },
);

const orderViolationShare = ofRound(
  'orderViolationShare',
  'ratio',
  'changes that were decided before the same user’s earlier one, of all pairs (load.sequence)',
  ({ counters }) => {
    const pairs = counters['order.pairs'] ?? 0;
    return pairs === 0
      ? { error: 'no changes of one user (load.sequence)' }
      : counters['order.violations']! / pairs;
  },
);

const staleReadMetrics = readersAfterMs.map((afterMs) =>
  ofRound(
    `staleReads.${afterMs}ms`,
    'ratio',
    `share of those with a 2xx who would read that their request is not in force ${afterMs} ms after it`,
    ({ counters }) => {
      const reads = counters[readsCounter] ?? 0;
      return reads === 0 ? { error: 'no request was accepted' } : counters[staleCounter(afterMs)]! / reads;
    },
  ),
);

const counterMetrics = Object.entries(counted).map(
  ([name, { counter, meaning }]): Metric => ({
    ...ofRound(name, 'count', meaning, ({ counters }) => counters[counter] ?? 0),
    kind: 'exact',
  }),
);

const moneyGap: Metric = {
  ...ofRound(
    'moneyGap',
    'count',
    'charges − refunds − requests in force; above 0 somebody paid for nothing',
    ({ money: { charges, refunds, active } }) => charges - refunds - active,
  ),
  kind: 'exact',
};

const metrics: ReadonlyMap<string, Metric> = new Map(
  [
    ...latencyMetrics,
    ...rateMetrics,
    ...carriedMetrics,
    ...countMetrics,
    ...consistencyMetrics,
    ...resolutionMetrics,
    ...roundMetrics,
    amplification,
    ...counterMetrics,
    moneyGap,
    roundTrips,
    replayTime,
    orderViolationShare,
    ...staleReadMetrics,
  ].map((metric) => [metric.name, metric]),
);

/** Names of an earlier release that scenarios may still use, and what they are called now. */
export const formerMetricNames: ReadonlyMap<string, string> = new Map([
  ['lastWord.p50', 'resolution.p50'],
  ['lastWord.p95', 'resolution.p95'],
]);

/** Every metric that budgets, hypotheses, comparisons and the documentation can name, but for those of one hop. */
export const metricDefinitions: ReadonlyMap<string, MetricDefinition> = metrics;

const metricOf = (name: string): Metric | undefined => {
  const hop = hopOf(name);
  return metrics.get(name) ?? (hop === null ? undefined : amplificationAt(hop));
};

/** The definition of a metric; of those of one hop (`amplification.` and a service) there are as many as services. */
export const metricNamed = (name: string): MetricDefinition | undefined => metricOf(name);

/** The figures of a phase: of the faults, or of a stage of the load; undefined where the round has no such stage. */
export const phaseFigures = (
  round: RoundResult,
  phase: PhaseName,
  stage: string | null,
): PhaseFigures | undefined =>
  stage === null ? round.phases[phase] : round.stages?.[stage]?.[phase === 'after' ? 'after' : 'during'];

/** One figure of a round. An error says why there is none; it is never to be taken for a number. */
export const metricValue = (
  round: RoundResult,
  metric: string,
  phase: PhaseName,
  stage: string | null = null,
): MetricValue => {
  const known = metricOf(metric);
  if (known === undefined) return { error: `there is no metric ${metric}` };
  const figures = phaseFigures(round, phase, stage);
  if (figures === undefined) return { error: `the round has no stage ${stage ?? ''}` };
  return known.read(round, figures);
};
