import { requestsIn } from '../load/shapes/index.ts';
import { scaled } from '../scenario/scaled.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { serviceSpecOf } from '../scenario/service-spec.ts';
import { UsageError } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';

/** A short round measures this long, or as long as it takes for so many requests: p95 needs 200. */
const shortMs = 4_000;
const wantedRequests = 300;
const shortWarmUpMs = 1_000;

const measuredMs = ({ load: { stages } }: Scenario): number => lengthOf(stages);

/** The scenario without faults and with short rounds. Its load, work and policies stay as they are. */
export const shortened = (scenario: Scenario): Scenario => {
  if (scenario.load.saturate !== null) {
    throw new UsageError(
      `${scenario.file}: a closed loop has no due times; calibrate a scenario with a rate`,
    );
  }
  const length = measuredMs(scenario);
  const requests = requestsIn(scenario.load.stages);
  const wanted = Math.max(shortMs, (wantedRequests / requests) * length);
  const healthy: Scenario = { ...scenario, measure: 'rounds', faults: [], hypotheses: [] };
  const short = scaled(healthy, Math.min(1, wanted / length));
  const { warmUpMs, drainMs } = scenario.load;
  return { ...short, load: { ...short.load, warmUpMs: Math.min(warmUpMs, shortWarmUpMs), drainMs } };
};

/** Two contestants that are one and the same under two names, interleaved. */
export const likeAndLike = (scenario: Scenario, contestant: Contestant, rounds: number): Scenario => ({
  ...scenario,
  rounds,
  contestants: [contestant, { ...contestant, name: `${contestant.name}-again` }],
});

/** The service that works longest on a request: what becomes slower there is felt. */
export const longestWorking = ({ services }: Scenario): string => {
  const [longest] = Object.entries(services).toSorted(([, a], [, b]) => b.work.medianMs - a.work.medianMs);
  if (longest === undefined) throw new Error('a workflow has one service at least');
  return longest[0];
};

/** The contestant beside itself with a service that works `addedMs` longer: a difference that is known to be there. */
export const plainAndDelayed = (
  scenario: Scenario,
  contestant: Contestant,
  {
    addedMs,
    rounds,
    service,
  }: { readonly addedMs: number; readonly rounds: number; readonly service: string },
): Scenario => {
  const { own } = contestant;
  const { medianMs, p99Ms, ...drawn } = serviceSpecOf(scenarioFor(scenario, contestant), service).work;
  const work = { ...drawn, medianMs: medianMs + addedMs, p99Ms: p99Ms + addedMs };
  const services = { ...own.services, [service]: { ...own.services[service], work } };
  const delayed = { ...contestant, name: `${contestant.name}-delayed`, own: { ...own, services } };
  return { ...scenario, rounds, contestants: [contestant, delayed] };
};
