/** What one contestant did at one offered rate; figures are medians over the valid rounds, requests are summed. */
export interface SweepPoint {
  readonly contestant: string;
  /** Offered rate, per second. */
  readonly perSecond: number;
  /** What really fell due per second: arrivals are drawn, and a short load may get fewer. Older results do not tell. */
  readonly offeredRate?: number | null | undefined;
  /** Error-adjusted, ms; null where it was never reached (`never` names it) or the samples are too few. */
  readonly completedP50: number | null;
  readonly completedP95: number | null;
  readonly never: readonly string[];
  /** Completed per second during the load, those of the warm-up that ended in it included. */
  readonly completedRate: number | null;
  /** Failed and lost, as a share of the requests sent. */
  readonly unservedShare: number;
  /** false: no round of it is valid, and the figures only help to find out why. */
  readonly valid: boolean;
}
