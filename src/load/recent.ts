import { nearestRank } from '../shared/nearest-rank.ts';
import { sorted } from '../shared/sorted.ts';

/** Percentiles of the last second, ms: what a live view shows. Results never come from here. */
export interface RecentRanks {
  readonly p50: number;
  readonly p95: number;
}

export interface Recent {
  readonly note: (at: number, latencyMs: number) => void;
  /** null when there was nothing in the last second. */
  readonly ranks: (at: number) => RecentRanks | null;
}

const windowMs = 1_000;

/** Keeps the latencies of the last second; times ascend. */
export const keepRecent = (): Recent => {
  let kept: { readonly at: number; readonly latencyMs: number }[] = [];
  return {
    note: (at, latencyMs) => {
      kept.push({ at, latencyMs });
    },
    ranks: (at) => {
      kept = kept.filter((one) => one.at > at - windowMs);
      if (kept.length === 0) return null;
      const ascending = sorted(Float64Array.from(kept, ({ latencyMs }) => latencyMs));
      const rank = (share: number): number => Math.round(nearestRank(ascending, share) * 10) / 10;
      return { p50: rank(0.5), p95: rank(0.95) };
    },
  };
};
