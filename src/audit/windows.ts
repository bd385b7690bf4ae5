import type { Window } from '../analysis/phases.ts';

/** First row whose time is not before `time`; the rows must be in order of time. */
export const firstRowFrom = (times: Float64Array, time: number): number => {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The rows whose time lies in a window, as [first, past the last]; windows must not overlap. */
export const rowsIn = (times: Float64Array, windows: readonly Window[]): readonly Window[] =>
  windows.map(([from, to]) => [firstRowFrom(times, from), firstRowFrom(times, to)] as const);
