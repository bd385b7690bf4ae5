/** Sorted copy; Infinity is above every number. */
export const ascending = (values: readonly number[]): number[] =>
  values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** Median of sorted values. */
export const middleOf = (sorted: readonly number[]): number => {
  const upper = sorted[sorted.length >>> 1] ?? Number.NaN;
  if (sorted.length % 2 === 1) return upper;
  const lower = sorted[(sorted.length >>> 1) - 1] ?? Number.NaN;
  // Two infinite ones have no mean by arithmetic, but they are equal.
  return lower === upper ? upper : (lower + upper) / 2;
};

/**
 * Median of values in any order; of an even number the mean of the two middle ones. Infinity means "never": it counts as
 * larger than every number, and the mean of a number and "never" is "never". NaN of nothing. Whatever Tandem shows or
 * judges as a median comes from here, so that a table and a budget cannot say different things.
 */
export const median = (values: readonly number[]): number => middleOf(ascending(values));
