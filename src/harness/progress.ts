import type { Progress } from '../load/protocol.ts';
import type { RoundResult } from '../result/round.ts';

export type RoundPhase = 'starting' | 'warm-up' | 'load' | 'drain' | 'audit';

/** What a run tells while it goes on; the command line prints it, the live view sends it to its visitors. */
export interface ProgressEvent {
  readonly scenario: string;
  readonly contestant: string;
  /** From 1. */
  readonly round: number;
  readonly rounds: number;
  readonly phase: RoundPhase;
  /** ms since the run began, and an estimate of what is left. */
  readonly elapsedMs: number;
  readonly remainingMs: number;
  readonly sent: number;
  readonly accepted: number;
  readonly completed: number;
  readonly failed: number;
  /** ms from the end of the warm-up. */
  readonly t: number;
  readonly backlog: number;
  readonly inFlight: number;
  /** Of the last second, ms from due; null before the load, and where nothing came. */
  readonly recent: Progress['recent'];
  readonly faults: readonly {
    readonly type: string;
    readonly target: string;
    readonly struckAt: number | null;
    readonly liftedAt: number | null;
  }[];
}

export interface RunListener {
  readonly progress: (event: ProgressEvent) => void;
  readonly roundDone: (round: RoundResult) => void;
  readonly log: (line: string) => void;
}
