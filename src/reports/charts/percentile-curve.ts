import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import type { PhaseName } from '../../result/figures.ts';
import type { RoundResult } from '../../result/round.ts';

/** How sure a percentile must be: so many samples above its rank. */
const samplesAbove = 10;
const pointsPerDecade = 16;

export interface PercentileCurve {
  /** x is log10(1/(1−p)): 0, 1, 2, 3 stand for 0, 90, 99 and 99.9%. */
  readonly points: readonly { readonly x: number; readonly ms: number }[];
  /** x from which on requests never got there; null when the curve ends because samples run out. */
  readonly neverFrom: number | null;
  /** Requests that the curve is about, those that never got there included. */
  readonly count: number;
}

/** The error-adjusted percentiles of a phase, as far as its samples carry. */
export const percentileCurve = (
  round: RoundResult,
  phase: PhaseName,
  milestone: 'accepted' | 'completed',
): PercentileCurve => {
  const { count } = round.phases[phase][milestone];
  const furthest = Math.log10(count / samplesAbove);
  if (!(furthest > 0)) return { points: [], neverFrom: null, count };
  const histogram = decodeFromCompressedBase64(round.histograms[phase][milestone], 32, false);
  const arrived = histogram.totalCount;
  const steps = Math.ceil(furthest * pointsPerDecade);
  const points: { x: number; ms: number }[] = [];
  for (let step = 0; step <= steps; step += 1) {
    const x = (furthest * step) / steps;
    const rank = Math.max(1, Math.ceil((1 - 10 ** -x) * count - 1e-9));
    if (rank > arrived) return { points, neverFrom: x, count };
    points.push({ x, ms: histogram.getValueAtPercentile((rank / arrived) * 100) / 1_000 });
  }
  return { points, neverFrom: null, count };
};

/** `0%`, `90%`, `99.9%` of log10(1/(1−p)). */
export const showRank = (x: number): string => {
  const share = 100 * (1 - 10 ** -x);
  return `${Number(share.toFixed(Math.max(0, Math.ceil(x) - 1)))}%`;
};
