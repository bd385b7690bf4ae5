import type { Slices } from '../load/slices.ts';
import { seededRandom } from '../shared/random.ts';
import { lengthOf } from '../shared/stages.ts';
import { gapMs } from './measure.ts';
import type { Scenario } from './scenario.ts';

export interface SlicePlanOptions {
  /** Contestants that are up together. */
  readonly contestants: number;
  /** All of them under load at the same time, instead of one after the other. */
  readonly abreast: boolean;
  /** Of the load of one contestant. */
  readonly durationMs: number;
  readonly warmUpMs: number;
  readonly gapMs: number;
  readonly seed: number;
  readonly round: number;
}

/** About how long a slice is: long enough for a percentile, short enough that its neighbour meets the same machine. */
const usualSliceMs = 2_500;

/** How long those who are up together warm up, and how long they are under load after that, gaps included; ms. */
export const fleetTimes = (scenario: Scenario): { readonly warmUpMs: number; readonly loadMs: number } => {
  const { warmUpMs, stages } = scenario.load;
  const durationMs = lengthOf(stages);
  if (scenario.measure !== 'slices') return { warmUpMs, loadMs: durationMs };
  const count = scenario.contestants.length;
  const gaps = blocksIn(durationMs) * gapMs(scenario);
  return { warmUpMs: warmUpMs + gapMs(scenario), loadMs: (durationMs + gaps) * count };
};

const blocksIn = (durationMs: number): number => Math.max(1, Math.round(durationMs / usualSliceMs));

/** The numbers below `count`, shuffled (Fisher–Yates). */
const lots = (count: number, ...seeds: readonly (number | string)[]): readonly number[] => {
  const random = seededRandom(...seeds);
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    [order[last], order[pick]] = [order[pick]!, order[last]!];
  }
  return order;
};

/**
 * Who is under load when, for contestants that are up together, in their order. All warm up at once. In turn: the n-th slices of all
 * follow one another in an order that is drawn by lot for each n, so that no place in it favours anybody (a randomised block design, Fisher
 * 1935). Abreast: one stretch for all.
 */
export const slicePlan = (options: SlicePlanOptions): readonly Slices[] => {
  const { contestants, abreast, durationMs, warmUpMs, gapMs, seed, round } = options;
  const everybody = Array.from({ length: contestants }, (_, index) => index);
  if (abreast) {
    const one = { sliceMs: durationMs, startsMs: [0], gapMs: 0, warmUpFromMs: -warmUpMs, endMs: durationMs };
    return everybody.map(() => ({ ...one, abreast: contestants }));
  }
  const blocks = blocksIn(durationMs);
  const sliceMs = durationMs / blocks;
  const turnMs = sliceMs + gapMs;
  const orders = Array.from({ length: blocks }, (_, block) =>
    lots(contestants, seed, 'slices', round, block),
  );
  return everybody.map((who) => ({
    sliceMs,
    startsMs: orders.map((order, block) => (block * contestants + order.indexOf(who)) * turnMs),
    gapMs,
    // All warm up at once, which nobody measures; what that leaves behind ends in a gap too.
    warmUpFromMs: -gapMs - warmUpMs,
    endMs: blocks * contestants * turnMs,
    abreast: 1,
  }));
};
