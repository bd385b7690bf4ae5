import { mean } from '../shared/mean.ts';
import { seededRandom } from '../shared/random.ts';

/** Where a series changed its level: the values before and from this index on differ in their mean. */
export interface ChangePoint {
  readonly index: number;
  readonly before: number;
  readonly after: number;
}

/** Fewer values on a side make no level. */
const leastValues = 4;
const permutations = 999;
const level = 0.01;

/** A stretch, [from, to), whose mean differs from that of all the rest. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Squared difference of the two means, weighted by the lengths; larger is better. */
  readonly gain: number;
}

const bestStretch = (values: readonly number[]): Stretch | null => {
  const count = values.length;
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  const total = sums[count]!;
  let best: Stretch | null = null;
  for (let from = 0; from < count; from += 1) {
    for (let to = from + leastValues; to <= count && to - from <= count - leastValues; to += 1) {
      const inside = to - from;
      const sum = sums[to]! - sums[from]!;
      const difference = sum / inside - (total - sum) / (count - inside);
      const gain = (difference ** 2 * inside * (count - inside)) / count;
      if (best === null || gain > best.gain) best = { from, to, gain };
    }
  }
  return best;
};

/** How often chance alone, the same values in another order, has such a stretch as well. */
const chanceOf = (values: readonly number[], { gain }: Stretch): number => {
  const random = seededRandom('change points', values.length);
  let asGood = 1;
  for (let round = 0; round < permutations; round += 1) {
    const shuffled = [...values];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const pick = Math.floor(random() * (last + 1));
      [shuffled[last], shuffled[pick]] = [shuffled[pick]!, shuffled[last]!];
    }
    if ((bestStretch(shuffled)?.gain ?? 0) >= gain * (1 - 1e-12)) asGood += 1;
    // Chance does it too often already.
    if (asGood > level * (permutations + 1)) break;
  }
  return asGood / (permutations + 1);
};

const split = (values: readonly number[], offset: number): readonly number[] => {
  const best = bestStretch(values);
  if (best === null || chanceOf(values, best) > level) return [];
  const cuts = [best.from, best.to].filter((cut) => cut > 0 && cut < values.length);
  const bounds = [0, ...cuts, values.length];
  return bounds.slice(1).flatMap((to, place) => {
    const from = bounds[place]!;
    const within = split(values.slice(from, to), offset + from);
    return to === values.length ? within : [...within, offset + to];
  });
};

/** Of a longer series only the end is looked at: the work grows with the square of its length. */
export const mostValues = 200;

/**
 * Changes of level in a series, by circular binary segmentation (Olshen et al. 2004), which also sees what went up and came down again; each
 * is kept where at most one in a hundred orders of the same values does as well (a permutation test). The same series gives the same points.
 */
export const changePoints = (values: readonly number[]): readonly ChangePoint[] => {
  const indices = split(values, 0);
  return indices.map((index, place) => ({
    index,
    before: mean(values.slice(indices[place - 1] ?? 0, index)),
    after: mean(values.slice(index, indices[place + 1] ?? values.length)),
  }));
};
