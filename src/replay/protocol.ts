/** The one message to the replay process. */
export interface ReplayStart {
  readonly type: 'replay';
  readonly url: string;
  /** Name of the stream queue. */
  readonly log: string;
  /** What the events of the workflow say of a request. */
  readonly states: LoggedStates;
}

/** Events by what they say of a request. */
export interface LoggedStates {
  readonly opened: string;
  /** It is in force when all of them have come. */
  readonly active: readonly string[];
  readonly cancelled: readonly string[];
}

/** The state of one request, as the log alone tells it. */
export type ReplayedState = 'opened' | 'active' | 'cancelled';

export interface Replayed {
  readonly type: 'replayed';
  readonly messages: number;
  /** From before connecting until the read model was complete, ms. */
  readonly tookMs: number;
  /** Request id and state, in the order of their first message. */
  readonly rows: readonly (readonly [requestId: string, state: ReplayedState])[];
}
