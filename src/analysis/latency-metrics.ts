import type { LatencyFigures, Quantiles } from '../result/figures.ts';
import type { Metric, MetricValue } from './metric.ts';
import { support } from './percentiles.ts';

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

export const latencyMetrics = (['accepted', 'completed'] as const).flatMap((milestone) =>
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

export const consistencyMetrics = (['p50', 'p95', 'p99'] as const).map(
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

export const resolutionMetrics = (['p50', 'p95'] as const).map(
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

export const rateMetrics = (['offered', 'accepted', 'completed'] as const).map(
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
export const carriedMetrics = (['carriedIn', 'carriedOut'] as const).flatMap((way) =>
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
