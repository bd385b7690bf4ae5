/**
 * How something travels: a call and its answer, an event that tells what happened, a command that asks for a step and the reply to
 * it, or a live update to the client.
 */
export type ExchangeKind = 'call' | 'answer' | 'event' | 'command' | 'reply' | 'update';

/** What a receiver does: an action of the workflow, and the effect that then stands; null where it could not be done. */
export interface Deed {
  readonly step: string;
  readonly effect: string | null;
}

/** One call, answer or message of a request. */
export interface Exchange {
  /** Processes of the style, or `client`. */
  readonly from: string;
  readonly to: string;
  readonly kind: ExchangeKind;
  /** For instance `POST /orders`, `402 declined`, or the name of the event. */
  readonly name: string;
  /** Places of the exchanges that must have come before it; what does not wait for one another happens at the same time. */
  readonly after: readonly number[];
  /** What the receiver does then, in this order. */
  readonly does: readonly Deed[];
  /** Steps whose messages the receiver still waits for before it does anything. */
  readonly awaits: readonly string[];
}

/** What happens when a request takes one of its ways. */
export interface Course {
  /** All goes well; a step says no; or a step cannot be done, however often it is tried. */
  readonly kind: 'good' | 'declined' | 'failed';
  /** The step that says no or fails; null where all goes well. */
  readonly step: string | null;
  /** In an order in which they may happen. */
  readonly exchanges: readonly Exchange[];
}

/** What a style makes of a workflow: the good course, one for each step that may decline, and one for each that may fail. */
export interface Explanation {
  readonly courses: readonly Course[];
}
