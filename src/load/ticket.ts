/** What the answer to the client's POST said. */
export const answers = ['none', 'active', 'accepted', 'declined', 'error'] as const;
/** The error of a request whose client was still waiting, within its patience, when the drain ended: nobody knows how it would have gone. */
export const cutOff = 'cut off when the drain ended';
/** What the live update told the client. */
export const notices = ['none', 'ready', 'declined', 'failed'] as const;

/**
 * The client's records of a round, one column per field, one row per intended request in order of due time; the
 * request with index i has the id `${idPrefix}${i}`. Times are ms from the end of the warm-up (warm-up is negative);
 * NaN means that it never happened. A closed loop has no due times: there `dueAt` is `sentAt`.
 */
export interface Tickets {
  readonly idPrefix: string;
  readonly count: number;
  readonly dueAt: Float64Array;
  readonly sentAt: Float64Array;
  readonly answeredAt: Float64Array;
  /** When the live update about the end of the workflow arrived; for a style that answers when done, `answeredAt`. */
  readonly completedAt: Float64Array;
  /** HTTP status of the answer; 0 without one. */
  readonly status: Uint16Array;
  /** Index into `answers`. */
  readonly answer: Uint8Array;
  /** Index into `notices`. */
  readonly notice: Uint8Array;
  /** Index into `errors`; 0 is "no error". */
  readonly error: Uint8Array;
  /** Error texts, `errors[0]` is empty: for instance `ECONNREFUSED`, `timeout`. */
  readonly errors: readonly string[];
}

/** The load generator's account of itself. Times in ms, CPU in seconds. */
export interface GeneratorHealth {
  readonly intended: number;
  readonly sent: number;
  /** Sends that left more than 10 ms after they were due. */
  readonly late: number;
  readonly sendLag: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly eventLoopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly inFlightPeak: number;
  readonly connectionsPeak: number;
  /** Until the last request was sent. */
  readonly cpuSeconds: number;
  /** Share of one core over the load phase. */
  readonly cpuShare: number;
  /** Scheduling priority of the process: −20 goes first, 0 is everybody's; only a privileged user gets the better part. */
  readonly priority: number | null;
}
