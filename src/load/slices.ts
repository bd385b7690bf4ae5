/**
 * When one contestant is under load while others are up too. Its arrivals are those of the schedule, cut into pieces of `sliceMs`, each of
 * which takes place in a slice of its own. Times are ms from the end of the warm-up, the same moment for all who are up together.
 */
export interface Slices {
  readonly sliceMs: number;
  /** When its slices begin, ascending. */
  readonly startsMs: readonly number[];
  /** After a slice nobody gets new load for so long, ms. */
  readonly gapMs: number;
  /** When its own warm-up begins; negative. */
  readonly warmUpFromMs: number;
  /** When the slices of all are over. */
  readonly endMs: number;
  /** How many are under load at the same moment. */
  readonly abreast: number;
}

/** A stretch of time, ms from the end of the warm-up; `to` is not part of it. */
type Stretch = readonly [from: number, to: number];

/** When a contestant was under load. */
export const loadedWindows = ({ sliceMs, startsMs }: Slices): readonly Stretch[] =>
  startsMs.map((from) => [from, from + sliceMs] as const);

/** When it had the machine: its slices with the gap after each. */
export const ownWindows = ({ sliceMs, gapMs, startsMs }: Slices): readonly Stretch[] =>
  startsMs.map((from) => [from, from + sliceMs + gapMs] as const);

/** Moves the due times of a schedule to the slices of a contestant; those of the warm-up, which are negative, to its own warm-up. */
export const ontoSlices = (
  dueAt: Float64Array,
  warmUpMs: number,
  { sliceMs, startsMs, warmUpFromMs }: Slices,
): Float64Array =>
  dueAt.map((at) => {
    if (at < 0) return warmUpFromMs + warmUpMs + at;
    const slice = Math.min(startsMs.length - 1, Math.floor(at / sliceMs));
    return startsMs[slice]! + at - slice * sliceMs;
  });
