import { nowMs } from '../shared/clock.ts';
import { EnvironmentError } from '../shared/errors.ts';

/** Of a round that was to be up with another, which did not start. */
class NotTogether extends EnvironmentError {
  constructor() {
    super('another contestant that was to be up at the same time did not start');
    this.name = 'NotTogether';
  }
}

/** Also where the error was dressed up on its way. */
export const isNotTogether = (error: unknown): boolean =>
  error instanceof NotTogether || (error instanceof Error && error.cause instanceof NotTogether);

/** The place of one round among those that are up together. Disposing it says that it takes part no longer. */
export interface Seat extends Disposable {
  /**
   * Says that its processes are up and who they are. Resolves when those of all are, with the `nowMs()` from which the slices of all count;
   * rejects when one of them left before.
   */
  readonly ready: (pids: readonly number[]) => Promise<number>;
  /** Processes of the others, once all are up. */
  readonly others: () => readonly number[];
}

/** Rounds of several contestants that are up at the same time. */
export interface Together {
  readonly seats: readonly Seat[];
}

/** @param headMs from the moment at which all are ready to the end of the warm-up */
export const together = (count: number, headMs: number): Together => {
  const present = new Map<number, readonly number[]>();
  let begun = false;
  const settle: { resolve: (originMs: number) => void; reject: (error: Error) => void } = {
    resolve: () => undefined,
    reject: () => undefined,
  };
  const start = new Promise<number>((resolve, reject) => Object.assign(settle, { resolve, reject }));
  // Who waits for it hears of it; where nobody does, nothing was missed.
  start.catch(() => undefined);
  const seats = Array.from({ length: count }, (_, place) => ({
    ready: (pids: readonly number[]): Promise<number> => {
      present.set(place, pids);
      if (present.size === count && !begun) {
        begun = true;
        settle.resolve(nowMs() + headMs);
      }
      return start;
    },
    others: () => [...present].flatMap(([other, pids]) => (other === place ? [] : pids)),
    [Symbol.dispose]: () => {
      if (begun) return;
      begun = true;
      settle.reject(new NotTogether());
    },
  }));
  return { seats };
};
