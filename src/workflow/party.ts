import type { WorkTime } from './simulated-work.ts';

/**
 * Somebody outside whom a step asks: a bank, a carrier. A process of its own that every style calls in the same way, within the
 * step, and that answers in its own time.
 */
export interface Party {
  readonly name: string;
  /** The step that asks it. */
  readonly step: string;
  /** How long an answer takes, drawn anew for each try. */
  readonly work: WorkTime;
  /** Requests per second that it takes on; more are answered with 429 and `Retry-After`. null: as many as come. */
  readonly perSecond: number | null;
  /** Share of the tries that it fails with 500, drawn anew for each, 0 to 1. */
  readonly errors: number;
  /** How long the step waits for its answer, ms. */
  readonly timeoutMs: number;
}
