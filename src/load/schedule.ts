import { seededRandom } from '../shared/random.ts';

export interface ScheduleSpec {
  readonly arrivals: 'poisson' | 'constant';
  readonly stages: readonly { readonly perSecond: number; readonly forMs: number }[];
  readonly warmUpMs: number;
}

/**
 * When each request is due, in ms from the end of the warm-up, ascending; the warm-up is negative and runs at the rate of
 * the first stage. A pure function of seed and spec: every contestant meets the same arrivals. Poisson arrivals have
 * exponential gaps; across the border of two stages the rest of a gap is stretched by the ratio of their rates.
 */
export const schedule = ({ arrivals, stages, warmUpMs }: ScheduleSpec, seed: number): Float64Array => {
  const random = seededRandom(seed, 'arrivals');
  const gap = (): number => (arrivals === 'constant' ? 1 : -Math.log(1 - random()));
  const due: number[] = [];
  let stageStart = -warmUpMs;
  // In units of the mean gap: how much of the current gap is still to pass.
  let left = arrivals === 'constant' ? 0 : gap();
  const all = [{ perSecond: stages[0]?.perSecond ?? 0, forMs: warmUpMs }, ...stages];
  for (const { perSecond, forMs } of all) {
    const perMs = perSecond / 1_000;
    const end = stageStart + forMs;
    let time = stageStart;
    while (perMs > 0 && time + left / perMs < end) {
      time += left / perMs;
      due.push(time);
      left = gap();
    }
    left = Math.max(0, left - (end - time) * perMs);
    stageStart = end;
  }
  return Float64Array.from(due);
};
