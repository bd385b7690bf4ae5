import { medianIn } from './paired-requests.ts';

/** Stretches of a load, in the order of time, that a trend is looked for in. */
const stretches = 12;
/** More than the first third is never left out: what has not settled by then is said to drift. */
const mostLeftOut = 4;
/** Fewer requests than this in a stretch have no median worth a trend. */
const leastRequests = 10;

/** Beyond this a fall is no chance: one-sided 1% of the standard normal distribution. */
const criticalZ = 2.326;

/** Whether a series falls, by the test of Mann (1945) and Kendall: as many later values below earlier ones as chance hardly gives. */
const falls = (values: readonly number[]): boolean => {
  const count = values.length;
  let sign = 0;
  for (const [place, value] of values.entries())
    for (const later of values.slice(place + 1)) sign += Math.sign(later - value);
  const variance = (count * (count - 1) * (2 * count + 5)) / 18;
  return -(sign + 1) / Math.sqrt(variance) > criticalZ;
};

/** From which request on processes have warmed up. */
export interface Settling {
  /** Requests at the begin that are left out. */
  readonly from: number;
  /** It still got faster after a third of the load. */
  readonly drifts: boolean;
}

/**
 * Leaves out the begin of a load in which latencies still fall, as they do while code is being compiled (Barrett et al. 2017 found that some never
 * settle, so there is a limit). `latencies` in the order of due times; NaN where there is none.
 */
export const settlingOf = (latencies: Float64Array): Settling => {
  const size = Math.floor(latencies.length / stretches);
  if (size < leastRequests) return { from: 0, drifts: false };
  const medians = Array.from({ length: stretches }, (_, place) =>
    medianIn(latencies.slice(place * size, (place + 1) * size).filter((value) => !Number.isNaN(value))),
  );
  for (let left = 0; left <= mostLeftOut; left += 1)
    if (!falls(medians.slice(left))) return { from: left * size, drifts: false };
  return { from: mostLeftOut * size, drifts: true };
};
