import { z } from 'zod';
import type { Catalogue } from '../../src/scenario/load.ts';
import { duration } from '../../src/shared/fields.ts';

/** A small world for tests of the scenario language: two styles, and one fault for every kind of target. */
export const catalogueLiteral: Catalogue = {
  styles: new Map([
    ['http', { policies: ['timeoutMs', 'retries', 'breaker', 'compensation'] }],
    ['events', { policies: ['publish', 'acks', 'dedup', 'prefetch'] }],
  ]),
  faults: new Map([
    ['latency', { scope: ['service', 'link'], settings: z.strictObject({ add: duration }) }],
    ['crash', { scope: ['service'], settings: z.strictObject({ instance: z.int().min(1).optional() }) }],
    ['broker-crash', { scope: ['broker'], settings: z.strictObject({}) }],
    ['partition', { scope: ['link'], settings: z.strictObject({}) }],
  ]),
};
