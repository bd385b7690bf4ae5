import { z } from 'zod';
import type { Catalogue } from '../../src/scenario/load.ts';
import { duration } from '../../src/shared/fields.ts';
import { messagePolicies, publishPolicies } from '../../src/styles/shared/amqp/policies.ts';
import { callPolicies } from '../../src/styles/shared/http/policies.ts';

const { timeoutMs, retries, breaker, compensation } = callPolicies;
const { acks, dedup, prefetch } = messagePolicies;

/** A small world for tests of the scenario language: two styles, and one fault for every kind of target. */
export const catalogueLiteral: Catalogue = {
  styles: new Map([
    ['http', { policies: { timeoutMs, retries, breaker, compensation } }],
    ['events', { policies: { ...publishPolicies, acks, dedup, prefetch } }],
  ]),
  faults: new Map(
    [
      { type: 'latency', targets: ['service', 'link'], settings: z.strictObject({ add: duration }) } as const,
      { type: 'crash', targets: ['service'], settings: z.strictObject({}) } as const,
      { type: 'broker-crash', targets: ['broker'], settings: z.strictObject({}) } as const,
      { type: 'partition', targets: ['link'], settings: z.strictObject({}) } as const,
    ].map((kind) => [kind.type, kind]),
  ),
};
