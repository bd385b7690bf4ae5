import type { RoundResult } from '../result/round.ts';
import { powerOfT } from '../shared/students-t.ts';
import { comparedMetrics, smallestRatio } from './comparisons.ts';
import { metricValue } from './metrics.ts';

const alpha = 0.05;
const wantedPower = 0.8;

/** How unlike two rounds of the same thing are, and what that hides. */
export interface NoiseFigure {
  readonly metric: string;
  readonly pairs: number;
  /** Standard deviation of ln(b/a) between like rounds; about 0.05 reads as 5%. */
  readonly sd: number;
  /** Smallest relative difference that the comparison finds in 80% of runs; Infinity with fewer than two rounds. */
  readonly smallestEffect: number;
}

/** `rounds`: pairs of rounds per run. `tests`: how many are corrected for together (the worst case of Holm). */
export interface PowerSettings {
  readonly rounds: number;
  readonly tests: number;
}

/** Root mean square of ln(b/a): the true difference is known to be none, so a steady bias counts as noise too. */
export const noiseSd = (pairs: readonly (readonly [a: number, b: number])[]): number =>
  Math.sqrt(pairs.reduce((sum, [a, b]) => sum + Math.log(b / a) ** 2, 0) / pairs.length);

/** Smallest relative difference found with 80% power, for a standard deviation `sd` of the paired log-ratios. */
export const smallestEffect = (sd: number, { rounds, tests }: PowerSettings): number => {
  if (rounds < 2) return Number.POSITIVE_INFINITY;
  const power = (noncentrality: number): number => powerOfT(noncentrality, alpha / tests, rounds - 1);
  let low = 0;
  let high = 1;
  while (power(high) < wantedPower) high *= 2;
  while (high - low > 1e-6 * high) {
    const middle = (low + high) / 2;
    if (power(middle) < wantedPower) low = middle;
    else high = middle;
  }
  return Math.max(Math.exp((high * sd) / Math.sqrt(rounds)), smallestRatio) - 1;
};

const figureOf = (round: RoundResult, metric: string): number | null => {
  const value = metricValue(round, metric, 'all');
  return typeof value === 'number' && value > 0 ? value : null;
};

/** Noise of the compared metrics from pairs of rounds of one and the same contestant (A/A). */
export const noiseFloor = (
  pairs: readonly (readonly [RoundResult, RoundResult])[],
  settings: PowerSettings,
): readonly NoiseFigure[] =>
  comparedMetrics.flatMap((name): NoiseFigure[] => {
    const known = pairs.flatMap(([first, second]) => {
      const a = figureOf(first, name);
      const b = figureOf(second, name);
      return a === null || b === null ? [] : [[a, b] as const];
    });
    if (known.length === 0) return [];
    const sd = noiseSd(known);
    return [{ metric: `${name} all`, pairs: known.length, sd, smallestEffect: smallestEffect(sd, settings) }];
  });
