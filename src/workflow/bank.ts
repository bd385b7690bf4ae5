import { seededRandom } from '../shared/random.ts';
import { ordinalOf } from '../shared/request-id.ts';
import type { Bank } from './steps.ts';

/** The bank of a scenario: declines this share of the requests, the same ones for every contestant. */
export const bankOf =
  (seed: number, declined: number): Bank =>
  (requestId) =>
    seededRandom(seed, 'bank', ordinalOf(requestId))() < declined;
