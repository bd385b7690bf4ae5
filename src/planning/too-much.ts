import { totalmem } from 'node:os';
import { rolesOf } from '../scenario/contestants.ts';
import { requestsPerRound } from '../scenario/feasible.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { serviceSpecOf } from '../scenario/service-spec.ts';
import { formatDuration } from '../shared/durations.ts';
import { UsageError } from '../shared/errors.ts';
import { styles } from '../styles/index.ts';
import { planOf } from './plan-of.ts';

/** What a command may do without being asked again. */
const unasked = { requests: 2_000_000, ms: 2 * 3_600_000, memoryShare: 0.8 } as const;

/** About what a service process takes, idle. */
const processBytes = 60e6;
/** Ticket, ledger rows and stamps of one request while a round is judged. */
const requestBytes = 2_000;
/** What a closed loop sends where nobody can know it before: more than any style did on two cores. */
const closedLoopPerSecond = 2_000;

export interface Estimate {
  /** Of all rounds of all contestants, warm-up included. */
  readonly requests: number;
  /** When every drain is over at once. */
  readonly ms: number;
  /** Of the largest round. */
  readonly memoryBytes: number;
}

const requestsOf = (mine: Scenario): number =>
  mine.load.saturate === null
    ? requestsPerRound(mine)
    : mine.load.stages.reduce((sum, { forMs }) => sum + (closedLoopPerSecond * forMs) / 1_000, 0);

const processesOf = (mine: Scenario, style: string): number =>
  rolesOf(styles.get(style) ?? { policies: {} }, mine.workflow).reduce((sum, role) => {
    const { instances, autoscale } = serviceSpecOf(mine, role);
    return sum + (autoscale?.to ?? instances);
  }, 0);

/** What runs of these scenarios, one after the other, will take. */
export const estimateOf = (scenarios: readonly Scenario[]): Estimate => {
  const rounds = scenarios.flatMap((scenario) =>
    scenario.contestants.map((contestant) => {
      const mine = scenarioFor(scenario, contestant);
      const requests = requestsOf(mine);
      return {
        requests: requests * scenario.rounds,
        memoryBytes: processesOf(mine, contestant.style) * processBytes + requests * requestBytes,
      };
    }),
  );
  return {
    requests: rounds.reduce((sum, { requests }) => sum + requests, 0),
    ms: scenarios.reduce((sum, scenario) => sum + planOf(scenario).estimatedMs.least, 0),
    memoryBytes: Math.max(0, ...rounds.map(({ memoryBytes }) => memoryBytes)),
  };
};

const inGigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** Asks back: throws a UsageError that gives the estimate where a command would do far more than people usually mean. */
export const askBack = (scenarios: readonly Scenario[], machineBytes = totalmem()): void => {
  const { requests, ms, memoryBytes } = estimateOf(scenarios);
  const much = [
    ...(requests > unasked.requests
      ? [`send about ${Math.round(requests).toLocaleString('en')} requests`]
      : []),
    ...(ms > unasked.ms ? [`take ${formatDuration(ms)} at least`] : []),
    ...(memoryBytes > machineBytes * unasked.memoryShare
      ? [`need about ${inGigabytes(memoryBytes)} of memory, of ${inGigabytes(machineBytes)} that there are`]
      : []),
  ];
  if (much.length === 0) return;
  const files = [...new Set(scenarios.map(({ file }) => file))];
  const named = files.length === 1 ? files[0]! : `${files.length} scenarios`;
  throw new UsageError(`${named}: would ${much.join(' and ')}; add --yes if that is meant`);
};
