import { seededRandom } from '../shared/random.ts';
import { ordinalOf } from '../shared/request-id.ts';
import { payingStep, type Workflow } from './definition.ts';

/** Whether a step that may decline does so; a pure function of seed, request and step, so that every contestant meets the same declines. */
export type Bank = (requestId: string, step: string) => boolean;

/** The bank of a scenario: each step that may decline declines this share of the requests, the same ones for every contestant. */
export const bankOf = (workflow: Workflow, seed: number, declined: number): Bank => {
  const paying = payingStep(workflow)?.name;
  return (requestId, step) => {
    const seeds = step === paying ? ['bank'] : ['bank', step];
    return seededRandom(seed, ...seeds, ordinalOf(requestId))() < declined;
  };
};
