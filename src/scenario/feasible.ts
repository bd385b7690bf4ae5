import { requestsIn, warmUpRate } from '../load/shapes/index.ts';
import { formatDuration, formatNumber } from '../shared/durations.ts';
import { UsageError } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import { lengthOf } from '../shared/stages.ts';
import type { ScenarioDocument } from './document.ts';
import { renderProblems } from './problem.ts';
import type { Scenario, ServiceSpec } from './scenario.ts';
import { scenarioFor } from './scenario-for.ts';

const warmUpRequests = ({ load }: Scenario): number => (warmUpRate(load.stages) * load.warmUpMs) / 1_000;

/** Requests of one round, warm-up included, on average; 0 for a closed loop, whose number nobody knows before. */
export const requestsPerRound = (scenario: Scenario): number =>
  warmUpRequests(scenario) + requestsIn(scenario.load.stages);

/** What is wrong with the load of one contestant as it would run; null when it can be meant. */
const complaint = (mine: Scenario): string | null => {
  const { load, faults } = mine;
  const measuredMs = lengthOf(load.stages);
  const longest = formatDuration(limits.durationMs);
  if (measuredMs > limits.durationMs || load.warmUpMs > limits.durationMs || load.drainMs > limits.durationMs)
    return `load, warm-up and drain may last ${longest} each; this is more`;
  if (load.stages.some(({ forMs }) => forMs < 1) || faults.some(({ forMs }) => forMs < 1))
    return 'the load or a fault would last less than 1ms';
  if (load.saturate !== null) return null;
  const requests = requestsPerRound(mine);
  const measured = requests - warmUpRequests(mine);
  if (measured < 1)
    return `about ${formatNumber(measured)} requests in ${formatDuration(measuredMs)}: nothing to measure`;
  if (requests <= limits.requestsPerRound) return null;
  return `about ${Math.round(requests)} requests a round, warm-up included; expected ${limits.requestsPerRound} at most`;
};

/** The path of an `autoscale` that a closed loop would have to follow; null where there is none. */
const scaledUnderClosedLoop = (scenario: Scenario): readonly PropertyKey[] | null => {
  if (scenario.load.saturate === null) return null;
  const scales = ([, spec]: readonly [string, Partial<ServiceSpec>]): boolean =>
    (spec.autoscale ?? null) !== null;
  const [common] = Object.entries(scenario.services).find(scales) ?? [];
  if (common !== undefined) return ['services', common, 'autoscale'];
  for (const { name, own } of scenario.contestants) {
    const [service] = Object.entries(own.services).find(scales) ?? [];
    if (service !== undefined) return ['contestants', name, 'services', service, 'autoscale'];
  }
  return null;
};

/** Refuses a scenario whose load, scaled and with what a contestant has of its own, no machine could run as it says. */
export const assertFeasible = (scenario: Scenario, document: ScenarioDocument): void => {
  const together = scenario.rounds * scenario.contestants.length;
  if (together > limits.roundsTogether) {
    const cause = `${scenario.rounds} rounds of ${scenario.contestants.length} contestants are ${together}; expected ${limits.roundsTogether} at most`;
    throw new UsageError(renderProblems([document.atKey(['rounds'], cause)], scenario.file, scenario.source));
  }
  const closed = scaledUnderClosedLoop(scenario);
  if (closed !== null) {
    const cause = 'a closed loop (`load.saturate`) keeps to the processes that it began with; give a rate';
    throw new UsageError(renderProblems([document.atKey(closed, cause)], scenario.file, scenario.source));
  }
  for (const contestant of scenario.contestants) {
    const message = complaint(scenarioFor(scenario, contestant));
    if (message === null) continue;
    const { own, name } = contestant;
    const isOwn = own.perSecond !== undefined || own.warmUpMs !== undefined;
    const path = isOwn ? ['contestants', name, 'load'] : ['load'];
    const cause = scenario.scale === 1 ? message : `${message} (with --scale ${scenario.scale})`;
    throw new UsageError(renderProblems([document.atKey(path, cause)], scenario.file, scenario.source));
  }
};
