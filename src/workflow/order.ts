import type { NoticeKind } from './definition.ts';

/** What a user asked for. `requestId` is the idempotency key of the whole workflow. */
export interface Order {
  readonly requestId: string;
  readonly userId: string;
  readonly plan: string;
  /** What travels with it through all steps, when the scenario has one: text of one byte a character. */
  readonly payload?: string;
}

/** The order that something else carries. */
export const orderOf = ({ requestId, userId, plan, payload }: Order): Order => ({
  requestId,
  userId,
  plan,
  ...(payload === undefined ? {} : { payload }),
});

/** An order as it is undone or told of: without what it carries. */
export const bareOrder = ({ requestId, userId, plan }: Order): Order => ({ requestId, userId, plan });

/**
 * A ledger row as the audit reads it: one durable effect of a step. Times are `nowMs()` stamps: message or call received, work begun,
 * committed.
 */
export interface LedgerEntry {
  /** Whose ledger the row stands in. */
  readonly service: string;
  readonly requestId: string;
  readonly userId: string;
  readonly plan: string;
  /** As the workflow names it. */
  readonly effect: string;
  /** Digest of the payload that the step was done with; '' without one. */
  readonly payload: string;
  readonly instance: string;
  /** The how-manieth time, from 1, that this process worked on the step for this request; decides a redrawn work time. */
  readonly draw: number;
  readonly receivedAt: number;
  readonly startedAt: number;
  readonly at: number;
}

/** A message to the outside that becomes durable in the same transaction as the effect it tells of. */
export interface OutboxRow {
  readonly id: number;
  readonly requestId: string;
  /** Event or command name. */
  readonly topic: string;
  readonly body: string;
}

/** What a caller may add to the transaction of a step. */
export interface Outgoing {
  readonly post: (row: Omit<OutboxRow, 'id'>) => OutboxRow;
}

/** One execution of a step. */
export interface StepCall {
  /** An action of the workflow. */
  readonly step: string;
  readonly order: Order;
  /** `nowMs()` when the call or message reached the service. */
  readonly receivedAt: number;
  /** From 1. */
  readonly attempt: number;
  /** A repeated call with the same request id and step takes effect once. */
  readonly once: boolean;
  /** For the step that tells: what to tell. */
  readonly notice?: NoticeKind;
  /** Runs in the transaction of the step, the first time that it takes effect. */
  readonly also?: (outgoing: Outgoing, result: StepResult) => void;
}

/** The part of a call that says which earlier calls it repeats. */
export type RepeatableCall = Pick<StepCall, 'step' | 'order' | 'once' | 'notice'>;

/** What a step decided: the effect that now stands for this request. */
export interface StepResult {
  readonly effect: string;
  /** false when an earlier call had done it, or when there was nothing left to do. */
  readonly first: boolean;
  /** Number of the ledger row; 0 when `first` is false. */
  readonly seq: number;
}

/** Does the simulated work and commits the effect. Faults wrap it; every style calls it. */
export type StepHandler = (call: StepCall) => Promise<StepResult>;
