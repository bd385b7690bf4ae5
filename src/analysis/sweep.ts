import type { SweepPoint } from '../result/run.ts';

/**
 * Of what was offered, so much must be completed in the same time, whenever it was due, for a rate to count as held. The
 * requests handed on to the drain are then at most so many more than the warm-up handed on: the backlog does not grow. By the
 * requests due in the time alone, a short load would never hold a rate, for its last requests always end after it.
 */
const heldShare = 0.95;

/**
 * Whether a contestant kept up: measured validly, everybody served, and completed about as fast as it came. Where budgets were asked, it
 * is they that count.
 */
export const isHeld = ({
  valid,
  held,
  unservedShare,
  completedRate,
  offeredRate,
  perSecond,
}: SweepPoint): boolean => {
  if (!valid || held !== undefined) return valid && held === true;
  return (
    unservedShare === 0 && completedRate !== null && completedRate >= heldShare * (offeredRate ?? perSecond)
  );
};

export interface KeptUpRates {
  readonly contestant: string;
  /** The highest rate below the first one that was not held; null when the lowest was not, or when nothing is valid. */
  readonly held: number | null;
  /** The lowest rate that was not held; null when all were, or when nothing is valid. */
  readonly notHeld: number | null;
}

/** Between which two of the validly measured rates each contestant's capacity lies; an invalid point says nothing of it. */
export const keptUpRates = (points: readonly SweepPoint[]): readonly KeptUpRates[] =>
  [...new Set(points.map(({ contestant }) => contestant))].map((contestant) => {
    const own = points
      .filter((point) => point.contestant === contestant && point.valid && point.held !== null)
      .toSorted((a, b) => a.perSecond - b.perSecond);
    const first = own.findIndex((point) => !isHeld(point));
    const held = first < 0 ? own.at(-1) : own[first - 1];
    return { contestant, held: held?.perSecond ?? null, notHeld: own[first]?.perSecond ?? null };
  });
