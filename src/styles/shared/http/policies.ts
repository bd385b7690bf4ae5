import type { Policies } from '../../../scenario/policies.ts';

/** The policies that whoever calls over HTTP reads. */
export const callPolicies: readonly (keyof Policies)[] = [
  'timeoutMs',
  'retries',
  'backoff',
  'backoffInitialMs',
  'backoffMaximumMs',
  'breaker',
  'breakerCounts',
  'breakerThreshold',
  'breakerWindowMs',
  'breakerMinimumPerSecond',
  'breakerHalfOpenMs',
  'waitersPerWorker',
  'idempotency',
  'compensation',
  'httpClient',
];
