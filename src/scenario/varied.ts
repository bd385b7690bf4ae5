import { serviceNames } from '../workflow/order.ts';
import type { Contestant, Scenario } from './scenario.ts';

/** The scenario as it is for one contestant: the same for all, unless the contestant has something of its own. */
export const varied = (scenario: Scenario, { own }: Contestant): Scenario => ({
  ...scenario,
  services: Object.fromEntries(
    serviceNames.map((name) => [name, { ...scenario.services[name], ...own.services[name] }]),
  ) as unknown as Scenario['services'],
  load: {
    ...scenario.load,
    warmUpMs: own.warmUpMs ?? scenario.load.warmUpMs,
    stages: scenario.load.stages.map((stage) => ({ ...stage, perSecond: own.perSecond ?? stage.perSecond })),
  },
});
