import { atRate } from '../load/shapes/index.ts';
import type { Contestant, Scenario } from './scenario.ts';

/** The scenario as it is for one contestant: the same for all, unless the contestant has something of its own. */
export const scenarioFor = (scenario: Scenario, { own }: Contestant): Scenario => ({
  ...scenario,
  services: Object.fromEntries(
    Object.entries(scenario.services).map(([name, spec]) => [name, { ...spec, ...own.services[name] }]),
  ),
  load: {
    ...scenario.load,
    warmUpMs: own.warmUpMs ?? scenario.load.warmUpMs,
    ...(own.payload === undefined ? {} : { payload: own.payload }),
    stages: scenario.load.stages.map((stage) =>
      own.perSecond === undefined ? stage : atRate(stage, own.perSecond),
    ),
  },
});
