import type { TimelineBin } from '../../result/observations.ts';
import type { RoundResult } from '../../result/round.ts';
import type { Range } from './frame.ts';

/** From the first to the last bin of the rounds, in seconds. */
export const timeRange = (rounds: readonly RoundResult[]): Range => {
  const starts = rounds.flatMap(({ timeline }) => timeline[0]?.t ?? []);
  const ends = rounds.flatMap(({ timeline, binMs }) => {
    const last = timeline.at(-1);
    return last === undefined ? [] : [last.t + binMs];
  });
  if (starts.length === 0) return [0, 1];
  return [Math.min(...starts) / 1_000, Math.max(...ends) / 1_000];
};

export interface AlignedBin {
  /** Start, ms. */
  readonly t: number;
  /** Middle, seconds: where points and cursor stand. */
  readonly middle: number;
  /** The bin of each round; undefined where it has none at this time. */
  readonly at: readonly (TimelineBin | undefined)[];
}

/** The bins of several rounds side by side, by their start. */
export const binsOf = (rounds: readonly RoundResult[]): readonly AlignedBin[] => {
  const byStart = rounds.map(({ timeline }) => new Map(timeline.map((bin) => [bin.t, bin])));
  const starts = [...new Set(rounds.flatMap(({ timeline }) => timeline.map(({ t }) => t)))].toSorted(
    (a, b) => a - b,
  );
  const binMs = rounds[0]?.binMs ?? 0;
  return starts.map((t) => ({
    t,
    middle: (t + binMs / 2) / 1_000,
    at: byStart.map((bins) => bins.get(t)),
  }));
};
