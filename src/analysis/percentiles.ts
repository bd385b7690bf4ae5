import { type PercentileName, percentileNames, type Quantiles } from '../result/figures.ts';
import { recordOf } from '../shared/names.ts';
import { nearestRank } from '../shared/nearest-rank.ts';

const shares: Readonly<Record<PercentileName, number>> = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p999: 0.999,
};

/**
 * Fewest samples for which a percentile is printed: ten must lie above its rank, or one odd sample moves it. The limits
 * of p95, p99 and p99.9 are the design's; those of p50 and p90 follow from the same rule, n × (1 − p) ≥ 10.
 */
export const support: Readonly<Record<PercentileName, number>> = {
  p50: 20,
  p90: 100,
  p95: 200,
  p99: 1_000,
  p999: 10_000,
};

/** ms to whole µs, the resolution of everything in a result. */
export const roundMs = (ms: number): number => Math.round(ms * 1_000) / 1_000;

const meanOf = (sorted: Float64Array): number => {
  let sum = 0;
  // Indexed, because `for of` over a typed array costs several times as much at a million samples.
  for (let index = 0; index < sorted.length; index += 1) sum += sorted[index]!;
  return sum / sorted.length;
};

/** Exact figures of samples in ascending order (ms); `missing` further samples never came and count as infinite. */
export const quantiles = (sorted: Float64Array, missing = 0): Quantiles => {
  const count = sorted.length + missing;
  const never: string[] = [];
  const figure = (name: string, value: number): number | null => {
    if (value === Number.POSITIVE_INFINITY) never.push(name);
    return Number.isFinite(value) ? roundMs(value) : null;
  };
  const named = recordOf(percentileNames, (name) =>
    count < support[name] ? null : figure(name, nearestRank(sorted, shares[name], missing)),
  );
  const max = figure('max', missing > 0 ? Number.POSITIVE_INFINITY : (sorted.at(-1) ?? Number.NaN));
  const mean = figure('mean', missing > 0 ? Number.POSITIVE_INFINITY : meanOf(sorted));
  return { ...named, max, mean, count, never };
};
