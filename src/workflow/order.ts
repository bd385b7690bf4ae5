/** The four services of the subscribe workflow. Each has its own process(es) and its own database. */
export const serviceNames = ['subscriptions', 'payments', 'recommendations', 'notifications'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What a user asked for. `requestId` is the idempotency key of the whole workflow. */
export interface Order {
  readonly requestId: string;
  readonly userId: string;
  readonly plan: string;
}

/** The business actions. The first five are the workflow; the others undo or forbid what was done. */
export const stepNames = [
  'open',
  'charge',
  'activate',
  'recommend',
  'notify',
  'cancel',
  'giveUp',
  'refund',
  'voidCharge',
] as const;
export type StepName = (typeof stepNames)[number];

/** Which steps are whose. */
export const stepsOf: Readonly<Record<ServiceName, readonly StepName[]>> = {
  subscriptions: ['open', 'activate', 'cancel', 'giveUp'],
  payments: ['charge', 'refund', 'voidCharge'],
  recommendations: ['recommend'],
  notifications: ['notify'],
};

/**
 * One durable effect of a step, a row of a service's append-only ledger. `voided` is a refund that came before its
 * charge: it forbids the charge. The three notices say what the user was told.
 */
export const effects = [
  'opened',
  'activated',
  'cancelled',
  'charged',
  'declined',
  'refunded',
  'voided',
  'recommended',
  'notified-ready',
  'notified-declined',
  'notified-failed',
] as const;
export type Effect = (typeof effects)[number];

/** In whose ledger an effect stands. */
export const serviceOf: Readonly<Record<Effect, ServiceName>> = {
  opened: 'subscriptions',
  activated: 'subscriptions',
  cancelled: 'subscriptions',
  charged: 'payments',
  declined: 'payments',
  refunded: 'payments',
  voided: 'payments',
  recommended: 'recommendations',
  'notified-ready': 'notifications',
  'notified-declined': 'notifications',
  'notified-failed': 'notifications',
};

/** What a notice tells the user: the subscription is ready, the bank declined, or we failed (and owe nothing). */
export type NoticeKind = 'ready' | 'declined' | 'failed';

/**
 * A ledger row as the audit reads it. Times are `nowMs()` stamps: message or call received, work begun, committed.
 */
export interface LedgerEntry {
  /** Whose ledger the row stands in. */
  readonly service: string;
  readonly requestId: string;
  readonly userId: string;
  readonly plan: string;
  readonly effect: Effect;
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
  readonly step: StepName;
  readonly order: Order;
  /** `nowMs()` when the call or message reached the service. */
  readonly receivedAt: number;
  /** From 1. */
  readonly attempt: number;
  /** A repeated call with the same request id and step takes effect once. */
  readonly once: boolean;
  /** For `notify`: what to tell. */
  readonly notice?: NoticeKind;
  /** Runs in the transaction of the step, the first time that it takes effect. */
  readonly also?: (outgoing: Outgoing, result: StepResult) => void;
}

/** The part of a call that says which earlier calls it repeats. */
export type RepeatableCall = Pick<StepCall, 'step' | 'order' | 'once' | 'notice'>;

/** What a step decided: the effect that now stands for this request. */
export interface StepResult {
  readonly effect: Effect;
  /** false when an earlier call had done it, or when there was nothing left to do. */
  readonly first: boolean;
  /** Number of the ledger row; 0 when `first` is false. */
  readonly seq: number;
}

/** Does the simulated work and commits the effect. Faults wrap it; every style calls it. */
export type StepHandler = (call: StepCall) => Promise<StepResult>;
