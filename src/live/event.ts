interface Ranks {
  /** ms from due. */
  readonly p50: number;
  readonly p95: number;
}

/** How a round goes on, as far as the live page reads it. */
export interface LiveProgress {
  readonly contestant: string;
  /** From 1. */
  readonly round: number;
  readonly rounds: number;
  readonly phase: string;
  /** An estimate for the whole run, ms. */
  readonly remainingMs: number;
  /** ms from the end of the warm-up. */
  readonly t: number;
  /** Counts since the round began, warm-up included. */
  readonly sent: number;
  readonly accepted: number;
  readonly completed: number;
  readonly failed: number;
  /** Messages that wait, and requests of the client that are not over. */
  readonly backlog: number;
  readonly inFlight: number;
  /** Of the last second; null where none was completed in it. */
  readonly recent: { readonly completed: Ranks | null };
  readonly faults: readonly {
    readonly type: string;
    readonly target: string;
    /** ms from the end of the warm-up; null: not yet. */
    readonly struckAt: number | null;
    readonly liftedAt: number | null;
  }[];
}

/** A finished round, as far as the live page shows it. */
export interface FinishedRound {
  readonly contestant: string;
  readonly round: number;
  readonly valid: boolean;
  readonly outcomes: {
    readonly sent: number;
    readonly completed: number;
    readonly declined: number;
    readonly recovered: number;
    readonly failed: number;
    readonly lost: number;
  };
}

/** What visitors are told, in order; the names are those of the Server-Sent Events. */
export type LiveEvent =
  | { readonly name: 'progress'; readonly data: LiveProgress }
  | { readonly name: 'round'; readonly data: FinishedRound };

/** Everything that the stream of the live page carries, by the name of the event. */
export interface LiveMessages {
  /** All events so far: the first thing that a visitor gets, also after a break of the connection. */
  readonly history: readonly LiveEvent[];
  readonly progress: LiveProgress;
  readonly round: FinishedRound;
  /** The run is over, and the address of the page shows its report. */
  readonly finished: null;
}
