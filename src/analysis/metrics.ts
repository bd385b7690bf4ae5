import { readersAfterMs, readsCounter, staleCounter } from '../audit/stale-reads.ts';
import type { LatencyFigures, PhaseFigures, PhaseName, Quantiles } from '../result/figures.ts';
import type { OutcomeClass } from '../result/outcomes.ts';
import type { RoundResult } from '../result/round.ts';
import { keysOf } from '../shared/names.ts';
import { amplificationOf, counted } from './counters.ts';
import { support } from './percentiles.ts';

/** What a metric counts in. `ms` also stands for CPU milliseconds. */
export type MetricUnit = 'ms' | 'count' | 'perSecond' | 'ratio';

export interface MetricDefinition {
  readonly name: string;
  readonly unit: MetricUnit;
  /** `exact` is counted request by request; `measured` carries the noise of the machine and needs an interval. */
  readonly kind: 'exact' | 'measured';
  /** false: only the whole round has it, so before, during and after make no sense. */
  readonly byPhase: boolean;
  readonly better: 'lower' | 'higher';
  readonly meaning: string;
}

/** `never`: a request at that rank never got there, which is beyond every limit. */
export type MetricValue = number | 'never' | { readonly error: string };

interface Metric extends MetricDefinition {
  readonly read: (round: RoundResult, figures: PhaseFigures) => MetricValue;
}

const rankNames = ['p50', 'p90', 'p95', 'p99', 'p999', 'max', 'mean'] as const;
type RankName = (typeof rankNames)[number];

const rankMeaning: Readonly<Record<RankName, string>> = {
  p50: 'median',
  p90: '90th percentile',
  p95: '95th percentile',
  p99: '99th percentile',
  p999: '99.9th percentile',
  max: 'maximum',
  mean: 'mean',
};

const readRank = (quantiles: Quantiles, rank: RankName): MetricValue => {
  if (quantiles.never.includes(rank)) return 'never';
  const value = quantiles[rank];
  if (value !== null) return value;
  if (quantiles.count === 0) return { error: 'no samples' };
  const needs = rank === 'max' || rank === 'mean' ? 1 : support[rank];
  return { error: `${rank} needs ${needs} samples, there are ${quantiles.count}` };
};

const latencyMetrics = (['accepted', 'completed'] as const).flatMap((milestone) =>
  rankNames.map(
    (rank): Metric => ({
      name: `${milestone}.${rank}`,
      unit: 'ms',
      kind: 'measured',
      byPhase: true,
      better: 'lower',
      meaning: `${rankMeaning[rank]} of the time from due to ${milestone}, error-adjusted`,
      read: (_, figures) => readRank(figures[milestone] satisfies LatencyFigures, rank),
    }),
  ),
);

const consistencyMetrics = (['p50', 'p95', 'p99'] as const).map(
  (rank): Metric => ({
    name: `consistency.${rank}`,
    unit: 'ms',
    kind: 'measured',
    byPhase: true,
    better: 'lower',
    meaning: `${rankMeaning[rank]} of the time from accepted until the whole workflow is done; of those that completed`,
    read: (_, figures) => readRank(figures.consistency, rank),
  }),
);

const resolutionMetrics = (['p50', 'p95'] as const).map(
  (rank): Metric => ({
    name: `resolution.${rank}`,
    unit: 'ms',
    kind: 'measured',
    byPhase: true,
    better: 'lower',
    meaning: `${rankMeaning[rank]} of the time from due until the client knew the end, good or bad; of those who heard one`,
    read: (_, figures) => readRank(figures.completed.answers, rank),
  }),
);

const rateMetrics = (['offered', 'accepted', 'completed'] as const).map(
  (milestone): Metric => ({
    name: `rate.${milestone}`,
    unit: 'perSecond',
    kind: 'measured',
    byPhase: true,
    better: 'higher',
    meaning:
      milestone === 'offered'
        ? 'requests due per second'
        : `requests due in the time and ${milestone} in it, per second; never above the offered rate`,
    read: (_, figures) => figures.rates[milestone],
  }),
);

const carriedMeaning = {
  carriedIn: (milestone: string) => `requests due earlier and ${milestone} in the time, per second`,
  carriedOut: (milestone: string) => `requests due in the time and ${milestone} only later, per second`,
} as const;
const carriedMetrics = (['carriedIn', 'carriedOut'] as const).flatMap((way) =>
  (['accepted', 'completed'] as const).map(
    (milestone): Metric => ({
      name: `rate.${way}.${milestone}`,
      unit: 'perSecond',
      kind: 'measured',
      byPhase: true,
      better: way === 'carriedIn' ? 'higher' : 'lower',
      meaning: carriedMeaning[way](milestone),
      read: (_, figures) => figures.rates[way]?.[milestone] ?? { error: 'this result does not have it' },
    }),
  ),
);

const classMeaning: Readonly<Record<OutcomeClass, string>> = {
  completed: 'the client saw success and every step is done',
  declined: 'the bank declined the payment',
  refused: 'an error answer and nothing charged',
  compensated: 'an error answer or notice; charged and refunded',
  recovered: 'an error or silence, yet every step is done',
  dropped: 'no answer and nothing charged',
  stranded: 'partly done: charged without service, or served without charge',
  vanished: 'a 2xx, not all done, and nothing of it left in any queue',
  unresolved: 'still queued, or its client still waiting, when the drain deadline passed',
  contradicted: 'the client was told no, yet is charged and served',
};

const counts = {
  ...classMeaning,
  sent: 'requests sent',
  failed: 'refused + compensated: told, and owing nothing',
  lost: 'dropped + stranded + vanished + unresolved + contradicted: nobody was told the truth',
  unserved: 'failed + lost',
  duplicated: 'requests with more than one effect of a step',
  doubleCharged: 'requests charged more than once',
  unexpected: 'effects for a request that was never sent',
  misplaced: 'requests with an effect in another service’s ledger',
  outOfOrder: 'requests with an effect, or news of one, before its cause',
  foreignUser: 'requests with an effect for another user or plan than ordered',
} as const;

const countMetrics = keysOf(counts).map(
  (name): Metric => ({
    name,
    unit: 'count',
    kind: 'exact',
    byPhase: true,
    better: name === 'completed' || name === 'sent' ? 'higher' : 'lower',
    meaning: counts[name],
    read: (_, figures) => figures.outcomes[name] ?? { error: 'this result does not have it' },
  }),
);

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

const amplificationMetrics: readonly Metric[] = [
  ofRound('amplification', 'ratio', 'tries per call between services, all hops', amplificationOf('')),
  ...(['payments', 'recommendations', 'notifications'] as const).map((hop) =>
    ofRound(`amplification.${hop}`, 'ratio', `tries per call to ${hop}`, amplificationOf(hop)),
  ),
];

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
  'changes that payments decided before the same user’s earlier one, of all pairs (load.sequence)',
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
    `share of those with a 2xx who would read an inactive subscription ${afterMs} ms after it`,
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
    'charges − refunds − active subscriptions; above 0 somebody paid for nothing',
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
    ...amplificationMetrics,
    ...counterMetrics,
    moneyGap,
    roundTrips,
    replayTime,
    orderViolationShare,
    ...staleReadMetrics,
  ].map((metric) => [metric.name, metric]),
);

/** Every metric that budgets, hypotheses, comparisons and the documentation can name. */
/** Names of an earlier release that scenarios may still use, and what they are called now. */
export const formerMetricNames: ReadonlyMap<string, string> = new Map([
  ['lastWord.p50', 'resolution.p50'],
  ['lastWord.p95', 'resolution.p95'],
]);

export const metricDefinitions: ReadonlyMap<string, MetricDefinition> = metrics;

/** One figure of a round. An error says why there is none; it is never to be taken for a number. */
export const metricValue = (round: RoundResult, metric: string, phase: PhaseName): MetricValue => {
  const known = metrics.get(metric);
  if (known === undefined) return { error: `there is no metric ${metric}` };
  return known.read(round, round.phases[phase]);
};
