import type { LiveProgress } from './event.ts';

/** null: there is no figure at this moment, and the line has a gap. */
export type Point = readonly [seconds: number, value: number | null];

type Counted = 'sent' | 'accepted' | 'completed';

/** Looks that a rate is averaged over: the harness looks four times a second, and single looks jump. */
const averaged = 4;

const increases = (points: readonly LiveProgress[], of: Counted): readonly (readonly [number, number])[] =>
  points.slice(1).map((point, index) => {
    const before = points[index] ?? point;
    const seconds = (point.t - before.t) / 1_000;
    return [point.t / 1_000, seconds > 0 ? Math.max(0, (point[of] - before[of]) / seconds) : 0];
  });

/** Per second, averaged over the last four looks. */
export const ratePoints = (points: readonly LiveProgress[], of: Counted): readonly Point[] =>
  increases(points, of).map(([t], index, all) => {
    const some = all.slice(Math.max(0, index + 1 - averaged), index + 1);
    return [t, Math.round(some.reduce((sum, [, rate]) => sum + rate, 0) / some.length)];
  });

/** Time from due to completed at a rank, ms, of the last second before each look. */
export const latencyPoints = (points: readonly LiveProgress[], rank: 'p50' | 'p95'): readonly Point[] =>
  points.map(({ t, recent }) => [t / 1_000, recent.completed?.[rank] ?? null]);

/** What waits at each look. */
export const waitingPoints = (
  points: readonly LiveProgress[],
  of: 'backlog' | 'inFlight',
): readonly Point[] => points.map((point) => [point.t / 1_000, point[of]]);
