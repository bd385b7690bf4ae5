import { firstRowFrom } from '../audit/windows.ts';
import { acceptedAt, isExpected, type Requests } from './latencies.ts';

/**
 * Latency of every request that was due after the warm-up, in the order of due times, ms. Infinity: it never got there; NaN: nobody expected
 * it to, for instance because its payment was declined.
 */
export interface RequestLatencies {
  readonly accepted: Float64Array;
  readonly completed: Float64Array;
}

export const requestLatencies = (requests: Requests): RequestLatencies => {
  const { dueAt, count } = requests.tickets;
  const first = firstRowFrom(dueAt, 0);
  const latencies = (
    reachedAt: (index: number) => number,
    expected: (requests: Requests, index: number) => boolean,
  ): Float64Array =>
    Float64Array.from({ length: count - first }, (_, row) => {
      const index = first + row;
      const latency = reachedAt(index) - dueAt[index]!;
      if (!Number.isNaN(latency)) return latency;
      return expected(requests, index) ? Number.POSITIVE_INFINITY : Number.NaN;
    });
  return {
    accepted: latencies((index) => acceptedAt(requests, index), isExpected.accepted),
    completed: latencies((index) => requests.audit.completedAt[index]!, isExpected.completed),
  };
};

/** Ranks of the requests that a figure is told by, as shares: all of them for the median, and those around the 95th percentile. */
const pairedRanks = { p50: [0, 1], p95: [0.85, 0.99] } as const;
export type PairedRank = keyof typeof pairedRanks;

/** Fewer requests within the ranks tell nothing. */
const leastRequests = 15;

/** Median of values, which it sorts in place; NaN of nothing. */
export const medianIn = (values: Float64Array): number => {
  if (values.length === 0) return Number.NaN;
  values.sort();
  const upper = values[values.length >>> 1]!;
  if (values.length % 2 === 1) return upper;
  const lower = values[(values.length >>> 1) - 1]!;
  return lower === upper ? upper : (lower + upper) / 2;
};

/**
 * Natural logarithm of b over a around a rank, from requests that both sides had with the same arrival, user and simulated work. Requests are
 * put in the order of what both sides took together, which favours neither; of those within the ranks, the median of b − a is set against the
 * median of what they took. What both have in common, above all the simulated work, falls out of every difference, and one disturbance of the machine
 * hardly moves a median. ±Infinity: one side never got there at that rank; null: too few requests, or nothing to set a difference against.
 */
export const pairedLogRatio = (a: Float64Array, b: Float64Array, rank: PairedRank): number | null => {
  if (a.length !== b.length) return null;
  const known: number[] = [];
  for (let index = 0; index < a.length; index += 1)
    if (!Number.isNaN(a[index]!) && !Number.isNaN(b[index]!)) known.push(index);
  const together = (index: number): number => a[index]! + b[index]!;
  known.sort((one, other) => {
    const [x, y] = [together(one), together(other)];
    return x < y ? -1 : x > y ? 1 : one - other;
  });
  const [from, to] = pairedRanks[rank];
  const within = known.slice(Math.round(from * known.length), Math.round(to * known.length));
  if (within.length < leastRequests) return null;
  const differences = Float64Array.from(within, (index) =>
    a[index] === b[index] ? 0 : b[index]! - a[index]!,
  );
  const difference = medianIn(differences);
  if (!Number.isFinite(difference)) return difference;
  const level = medianIn(Float64Array.from(within, together)) / 2;
  const half = difference / 2;
  return level > Math.abs(half) ? Math.log((level + half) / (level - half)) : null;
};
