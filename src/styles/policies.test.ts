import { assert, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { styles } from './index.ts';
import { defaultsOf, writtenName } from './policy.ts';
import { callPolicies } from './shared/http/policies.ts';

const everyPolicy = [...styles.values()].flatMap(({ policies }) => Object.entries(policies));

describe('the policies of all styles', () => {
  it.each(everyPolicy)('%s is the same policy wherever it is offered', (name, policy) => {
    const alike = everyPolicy.filter(([other, one]) => writtenName(other, one) === writtenName(name, policy));
    for (const [other, one] of alike) expect([other, one]).toEqual([name, policy]);
  });

  it.each([...new Map(everyPolicy)])('%s has a zod schema with a description', (_, { schema }) => {
    assert(schema instanceof z.ZodType);
    const shown = z.toJSONSchema(z.strictObject({ it: schema }), { io: 'input' });
    expect(JSON.stringify(shown)).toContain('"description"');
  });
});

it.each([
  [
    'http',
    'timeoutMs retries backoff backoffInitialMs backoffMaximumMs breaker breakerCounts breakerThreshold breakerWindowMs breakerMinimumPerSecond breakerHalfOpenMs waitersPerWorker idempotency compensation httpClient',
  ],
  [
    'events',
    'publish acks dedup queue prefetch maxDeliveries singleActiveConsumer waitersPerWorker eventLog',
  ],
  ['saga', 'acks dedup queue prefetch maxDeliveries singleActiveConsumer waitersPerWorker'],
])('%s reads %s, as results keep them', (style, names) =>
  expect(Object.keys(styles.get(style)!.policies).join(' ')).toBe(names),
);

it('defaults are the values that a style reads, in ms, per second and shares', () =>
  expect(defaultsOf(callPolicies)).toEqual({
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
  }));
