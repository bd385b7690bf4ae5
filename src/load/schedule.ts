import { seededRandom } from '../shared/random.ts';
import { curveOf, isConstant, type Stage, warmUpRate } from './shapes/index.ts';
import { ontoSlices, type Slices } from './slices.ts';

export interface ScheduleSpec {
  readonly arrivals: 'poisson' | 'constant';
  readonly stages: readonly Stage[];
  readonly warmUpMs: number;
  /** Arrivals as recorded elsewhere, in place of those of the stages. */
  readonly trace?: { readonly dueAt: readonly number[] };
  /** Where others are up too: when they are due instead of one after the other. */
  readonly slices?: Slices;
}

/** The moment within a stage at which the count of requests that were due reaches a number; bisection, to a nanosecond. */
const momentOf = (
  requestsBefore: (ms: number) => number,
  count: number,
  from: number,
  to: number,
): number => {
  let [low, high] = [from, to];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (requestsBefore(middle) < count) low = middle;
    else high = middle;
  }
  return high;
};

/**
 * When each request is due, in ms from the end of the warm-up, ascending; the warm-up is negative and runs at `warmUpRate`.
 * A pure function of seed and spec: every contestant meets the same arrivals. Requests fall due when the
 * integral of the rate has grown by a whole number (`constant`) or by gaps drawn from the unit exponential distribution (`poisson`),
 * which is how arrivals of a changing rate are drawn (Lewis and Shedler 1979, by inversion).
 */
export const schedule = (spec: ScheduleSpec, seed: number): Float64Array => {
  const { arrivals, stages, warmUpMs, trace, slices } = spec;
  const random = seededRandom(seed, 'arrivals');
  const gap = (): number => (arrivals === 'constant' ? 1 : -Math.log(1 - random()));
  const due: number[] = [];
  let stageStart = -warmUpMs;
  // In units of the mean gap: how much of the current gap is still to pass.
  let left = arrivals === 'constant' ? 0 : gap();
  const warmUp = { perSecond: warmUpRate(stages), forMs: warmUpMs };
  const all: readonly Stage[] = trace === undefined ? [warmUp, ...stages] : [warmUp];
  for (const stage of all) {
    const { perSecond, forMs } = stage;
    const perMs = perSecond / 1_000;
    const end = stageStart + forMs;
    if (isConstant(stage)) {
      let time = stageStart;
      while (perMs > 0 && time + left / perMs < end) {
        time += left / perMs;
        due.push(time);
        left = gap();
      }
      left = Math.max(0, left - (end - time) * perMs);
    } else {
      const { requestsBefore } = curveOf(stage);
      const total = requestsBefore(forMs);
      let counted = 0;
      let at = 0;
      while (counted + left < total) {
        counted += left;
        at = momentOf(requestsBefore, counted, at, forMs);
        due.push(stageStart + at);
        left = gap();
      }
      left -= total - counted;
    }
    stageStart = end;
  }
  for (const at of trace?.dueAt ?? []) due.push(at);
  const dueAt = Float64Array.from(due);
  return slices === undefined ? dueAt : ontoSlices(dueAt, warmUpMs, slices);
};
