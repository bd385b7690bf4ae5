import { clip } from '../shared/clip.ts';
import { UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';
import type { Scenario, ServiceSpec } from './scenario.ts';

/** What of a service is counted. */
export type Counted = 'instances' | 'workers';

/**
 * Refuses services that the scenario has not, and a contestant with an amount of its own, which would stay as it is whatever the scenario
 * says for all. Throws a UsageError.
 */
export const assertCountable = (scenario: Scenario, services: readonly string[], of: Counted): void => {
  const known = Object.keys(scenario.services);
  for (const service of services) {
    if (!known.includes(service))
      throw new UsageError(
        `${scenario.file}: the workflow ${scenario.workflow.name} has no service \`${clip(service)}\`; ${suggest(service, known)}`,
      );
    const own = scenario.contestants.find(({ own: { services: its } }) => its[service]?.[of] !== undefined);
    if (own !== undefined)
      throw new UsageError(
        `${scenario.file}: the contestant ${own.name} has ${of} of its own for ${service}; leave out contestants.${own.name}.services.${service}.${of}, or name the other services with --services`,
      );
  }
};

/** The scenario with so many instances or workers of some of its services. */
export const withAmounts = (
  scenario: Scenario,
  of: Counted,
  amounts: Readonly<Record<string, number>>,
): Scenario => {
  const changed = (name: string, spec: ServiceSpec): ServiceSpec => {
    const amount = Object.hasOwn(amounts, name) ? amounts[name] : undefined;
    return amount === undefined ? spec : { ...spec, [of]: amount };
  };
  return {
    ...scenario,
    // With too little of it a contestant has work left beyond any slice.
    measure: 'rounds',
    services: Object.fromEntries(
      Object.entries(scenario.services).map(([name, spec]) => [name, changed(name, spec)]),
    ),
  };
};
