import type { NoticeKind } from '../../../workflow/definition.ts';
import type { Order } from '../../../workflow/order.ts';

/** Why a request failed: somebody said no, or we could not do it. */
export type FailureReason = 'declined' | 'failed';

/** What travels: an event that tells what happened, or a command that asks for a step. The name is the routing key. */
export interface EventMessage extends Order {
  readonly event: string;
  readonly reason?: FailureReason;
  /** The step whose failure it follows from. */
  readonly failed?: string;
}

/** A message that follows from another, for the same request. */
export interface NextEvent {
  readonly event: string;
  readonly reason?: FailureReason;
  readonly failed?: string;
}

/** What a service does when a message reaches it. */
export interface Reaction {
  readonly on: string;
  /** An action of the workflow. null: nothing of its own, it only passes on what `passesOn` says (a coordinator). */
  readonly step: string | null;
  /** The message is one of several causes; the reaction takes place when all of them have come. */
  readonly gathers?: { readonly step: string; readonly cause: string; readonly causes: readonly string[] };
  readonly notice?: (message: EventMessage) => NoticeKind;
  /** The message that tells of the step's effect, in the same transaction. */
  readonly emits?: Readonly<Record<string, NextEvent>>;
  /** Without a step: the messages that follow, in one transaction. */
  readonly passesOn?: (message: EventMessage) => readonly NextEvent[];
  /** After the last delivery: what undoes the step, and the message that tells of the failure. */
  readonly givenUp?: { readonly undo: string | null; readonly event: string };
}
