import { z } from 'zod';
import { duration } from '../../src/scenario/fields.ts';
import type { Catalogue } from '../../src/scenario/load.ts';

/** A small world for tests of the scenario language: two styles, and one fault for every kind of target. */
export const catalogueLiteral: Catalogue = {
  styles: new Map([
    ['http', { policies: ['timeoutMs', 'retries', 'breaker', 'compensation'] }],
    ['events', { policies: ['publish', 'acks', 'dedup', 'prefetch'] }],
  ]),
  faults: new Map([
    ['latency', { targets: ['service', 'link'], settings: z.strictObject({ add: duration }) }],
    ['crash', { targets: ['service'], settings: z.strictObject({}) }],
    ['broker-crash', { targets: ['broker'], settings: z.strictObject({}) }],
    ['partition', { targets: ['link'], settings: z.strictObject({}) }],
  ]),
};
