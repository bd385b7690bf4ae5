import { requestsIn } from '../load/shapes/index.ts';
import { lengthOf } from '../shared/stages.ts';
import type { Scenario } from './scenario.ts';

/** Offered by the load of a scenario over its whole length, per second. */
export const meanRate = ({ load }: Scenario): number => {
  const ms = lengthOf(load.stages);
  return ms === 0 ? 0 : (requestsIn(load.stages) * 1_000) / ms;
};
