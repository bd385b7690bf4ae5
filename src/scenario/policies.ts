/** The resilience choices of a contestant, after defaults. Each style says which of them it reads. */
export interface Policies {
  /** http: how long a caller waits for one call, ms; null waits for ever. */
  readonly timeoutMs: number | null;
  /** http: further tries of a failed call. */
  readonly retries: number;
  /** http: `exponential` waits with full jitter between tries; `none` tries again at once. */
  readonly backoff: 'exponential' | 'none';
  /** http: circuit breaker (sampling) around each downstream service. */
  readonly breaker: 'sampling' | 'none';
  /** http: a repeated call with the same key takes effect once. */
  readonly idempotency: boolean;
  /** http: refund and cancel when a step after the charge fails for good. */
  readonly compensation: boolean;
  /** http: the library that makes the calls between services. */
  readonly httpClient: 'axios' | 'undici';
  /** events: how a message leaves a service. */
  readonly publish: 'outbox' | 'confirm' | 'fire-and-forget';
  /** events: when a message counts as handled. */
  readonly acks: 'manual' | 'auto';
  /** events: inbox de-duplication in the transaction of the step. */
  readonly dedup: boolean;
  readonly queue: 'classic' | 'quorum';
  /** events: unacknowledged messages per consumer; null means as many as the service has workers. */
  readonly prefetch: number | null;
  /** events: deliveries of one message before it is dead-lettered. */
  readonly maxDeliveries: number;
  /** events: one consumer at a time per queue, the others stand by. */
  readonly singleActiveConsumer: boolean;
  /** events: `stream` keeps every message in a log that whoever joins later can read from its beginning. */
  readonly eventLog: 'none' | 'stream';
}

export const defaultPolicies: Policies = {
  timeoutMs: 2_000,
  retries: 2,
  backoff: 'exponential',
  breaker: 'sampling',
  idempotency: true,
  compensation: true,
  httpClient: 'axios',
  publish: 'outbox',
  acks: 'manual',
  dedup: true,
  queue: 'classic',
  prefetch: null,
  maxDeliveries: 5,
  singleActiveConsumer: false,
  eventLog: 'none',
};
