/** The resilience choices of a contestant, after defaults. Each style says which of them it reads. */
export interface Policies {
  /** http: how long a caller waits for one call, ms; null waits for ever. */
  readonly timeoutMs: number | null;
  /** http: further tries of a failed call. */
  readonly retries: number;
  /** http: `exponential` waits with full jitter between tries; `none` tries again at once. */
  readonly backoff: 'exponential' | 'none';
  /** http: the first wait between tries is drawn up to this, ms; it doubles from try to try. */
  readonly backoffInitialMs: number;
  /** http: no wait between tries is longer, ms. */
  readonly backoffMaximumMs: number;
  /** http: circuit breaker (sampling) around each instance of each downstream service. */
  readonly breaker: 'sampling' | 'none';
  /** http: `calls` forgives the failed tries of a call that was answered in the end; `tries` counts every try by itself. */
  readonly breakerCounts: 'calls' | 'tries';
  /** http: the share of failed tries, 0 to 1, above which the breaker opens. */
  readonly breakerThreshold: number;
  /** http: the time that the breaker looks back on, ms. */
  readonly breakerWindowMs: number;
  /** http: with fewer tries per second over the whole window the breaker does not open. */
  readonly breakerMinimumPerSecond: number;
  /** http: an open breaker lets one call through after this time, ms. */
  readonly breakerHalfOpenMs: number;
  /** http: a repeated call with the same key takes effect once. */
  readonly idempotency: boolean;
  /** http: refund and cancel when a step after the charge fails for good. */
  readonly compensation: boolean;
  /** Calls that may wait for each worker of a service before further ones are refused (503); front doors of every style have it. */
  readonly waitersPerWorker: number;
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
  backoffInitialMs: 50,
  backoffMaximumMs: 1_000,
  breaker: 'sampling',
  breakerCounts: 'calls',
  breakerThreshold: 0.5,
  breakerWindowMs: 5_000,
  breakerMinimumPerSecond: 10,
  breakerHalfOpenMs: 1_000,
  waitersPerWorker: 10,
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

/** Policies whose name in a scenario has no unit, because the value has one. */
const writtenNames: Readonly<Partial<Record<keyof Policies, string>>> = {
  timeoutMs: 'timeout',
  backoffInitialMs: 'backoffInitial',
  backoffMaximumMs: 'backoffMaximum',
  breakerWindowMs: 'breakerWindow',
  breakerMinimumPerSecond: 'breakerMinimumRate',
  breakerHalfOpenMs: 'breakerHalfOpen',
};

/** The name of a policy as a scenario writes it. */
export const writtenPolicyName = (policy: string): string =>
  new Map(Object.entries(writtenNames)).get(policy) ?? policy;
