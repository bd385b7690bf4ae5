import type { Scenario, ServiceSpec } from './scenario.ts';

/** A coordinator that only one style has gets the capacity of one plain service and no work of its own. */
const coordinator: ServiceSpec = { instances: 1, workers: 32, work: { medianMs: 0, p99Ms: 0 } };

/** A party outside takes on as many at once as come; its own limit is its rate. */
const outside: ServiceSpec = { instances: 1, workers: 4_096, work: { medianMs: 0, p99Ms: 0 } };

/** What a role of a style may use: the same for every contestant. */
export const serviceSpecOf = (scenario: Scenario, role: string): ServiceSpec =>
  (Object.hasOwn(scenario.services, role) ? scenario.services[role] : undefined) ??
  (scenario.parties.some(({ name }) => name === role) ? outside : coordinator);
