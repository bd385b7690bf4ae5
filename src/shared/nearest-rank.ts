/**
 * Nearest-rank percentile: the smallest sample that at least the share of all samples does not exceed. `missing` samples
 * are infinite and not in `sorted`. NaN of nothing.
 */
export const nearestRank = (sorted: Float64Array, share: number, missing = 0): number => {
  const count = sorted.length + missing;
  if (count === 0) return Number.NaN;
  // The small number takes back what floating point adds to, say, 0.95 × 340.
  const rank = Math.max(1, Math.ceil(share * count - 1e-9));
  return rank > sorted.length ? Number.POSITIVE_INFINITY : sorted[rank - 1]!;
};
