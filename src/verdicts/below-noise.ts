import { metricNamed } from '../analysis/metrics.ts';
import { smallestEffect } from '../analysis/noise.ts';
import type { Comparable } from '../scenario/language/expression.ts';
import { isConstant, showNode } from '../scenario/language/show.ts';
import { hasBaseline, metricsOf, type Node } from '../scenario/language/syntax.ts';
import { evaluate } from './evaluate.ts';

/**
 * Standard deviation of the log-ratio of two like rounds, as measured on machines with two processors (docs/power.md);
 * `tandem calibrate` measures that of one machine. What is not listed is not judged.
 */
const usualSd: readonly (readonly [ending: string, sd: number])[] = [
  ['.p50', 0.05],
  ['.mean', 0.06],
  ['.p90', 0.09],
  ['.p95', 0.12],
  ['.p99', 0.24],
  ['rate.accepted', 0.056],
  ['rate.completed', 0.056],
];

/** ms by which even a quiet machine sends late (p99). */
const usualLagMs = 3;

const sideAt = (node: Node, baseline: number): number | null => {
  const value = evaluate(node, { roundOf: () => null, contestant: null, baseline, withoutLag: false });
  return typeof value === 'number' ? value : null;
};

/** By which share of the baseline its side lies from it; null where that depends on the baseline. */
const marginOf = (node: Node): number | null => {
  const [once, twice] = [sideAt(node, 1), sideAt(node, 2)];
  if (once === null || twice === null || Math.abs(twice - 2 * once) > 1e-9) return null;
  return Math.abs(once - 1);
};

const percent = (share: number): string => `${Number((share * 100).toFixed(share < 0.1 ? 1 : 0))}%`;

const relative = ({ left, right }: Comparable, rounds: number): readonly string[] => {
  const [limit, measured] = hasBaseline(left) ? [left, right] : [right, left];
  const margin = marginOf(limit);
  const sd = usualSd.find(([ending]) => measured.kind === 'metric' && measured.metric.endsWith(ending))?.[1];
  if (margin === null || sd === undefined) return [];
  const smallest = smallestEffect(sd, { rounds, tests: 1 });
  if (margin >= smallest) return [];
  const can =
    rounds === 1 ? 'one round has no interval' : `${rounds} rounds usually tell ${percent(smallest)} apart`;
  return [
    `grants ${percent(margin)} of ${showNode(measured, null)}, which is below the noise: ${can}; raise \`rounds\`, or grant more (\`tandem calibrate\` measures this machine)`,
  ];
};

const tiny = ({ left, right, unit }: Comparable): readonly string[] => {
  const limit = [left, right].find(isConstant);
  const value = limit === undefined || unit !== 'ms' ? null : sideAt(limit, 1);
  const timed = [...metricsOf(left), ...metricsOf(right)].some(({ metric }) => {
    const definition = metricNamed(metric);
    return definition?.unit === 'ms' && definition.byPhase;
  });
  if (!timed || value === null || value >= usualLagMs || value <= 0) return [];
  return [
    `its limit of ${value} ms is below what even a quiet machine sends late by (${usualLagMs} ms), so the lag may leave it open`,
  ];
};

/** Why a budget is likely to be decided by noise; empty where nothing speaks for that. Counts have none. */
export const belowNoise = (comparable: Comparable, rounds: number): readonly string[] => {
  if (comparable.exact) return [];
  return comparable.usesBaseline ? relative(comparable, rounds) : tiny(comparable);
};
