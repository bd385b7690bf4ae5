import type { FinishedRound, LiveEvent, LiveProgress } from './event.ts';

/** The latest round of a contestant. */
export interface FollowedRound {
  readonly name: string;
  /** Among the contestants, from 0: it decides the look. */
  readonly position: number;
  /** In order of time, at least one. */
  readonly points: readonly LiveProgress[];
  readonly last: LiveProgress;
}

/** What was heard of a run so far. */
export interface FollowedRounds {
  readonly receive: (event: LiveEvent) => void;
  /** Forgets everything, for all of it comes again. */
  readonly forget: () => void;
  /** In the order of the contestants; those without a round are left out. */
  readonly latest: () => readonly FollowedRound[];
  readonly finished: () => readonly FinishedRound[];
}

/** Keeps the latest round of each contestant and a record of the finished ones. A repeated round takes the place of the first try. */
export const followRounds = (contestants: readonly string[]): FollowedRounds => {
  const points = new Map<string, LiveProgress[]>();
  const finished: FinishedRound[] = [];
  const onProgress = (point: LiveProgress): void => {
    const known = points.get(point.contestant);
    const last = known?.at(-1);
    if (known === undefined || last?.round !== point.round || point.t < last.t)
      points.set(point.contestant, [point]);
    else known.push(point);
  };
  return {
    receive: (event) => {
      if (event.name === 'round') finished.push(event.data);
      else onProgress(event.data);
    },
    forget: () => {
      points.clear();
      finished.length = 0;
    },
    latest: () =>
      contestants.flatMap((name, position) => {
        const own = points.get(name) ?? [];
        const last = own.at(-1);
        return last === undefined ? [] : [{ name, position, points: own, last }];
      }),
    finished: () => finished,
  };
};
