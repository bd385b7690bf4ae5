/** A way to send the requests of a round, started when it is made. */
export interface Drive {
  /** No further request will be sent. */
  readonly sentAll: () => boolean;
  /** Gives up whatever is still open; all is recorded when it resolves. */
  readonly finish: () => Promise<void>;
}
