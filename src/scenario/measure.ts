import { isConstant } from '../load/shapes/index.ts';
import type { Contestant, Measure, Scenario } from './scenario.ts';
import { scenarioFor } from './scenario-for.ts';
import { serviceSpecOf } from './service-spec.ts';

type Measured = Omit<Scenario, 'measure'>;

/** More than this at once would fill a small machine with processes that wait. */
const mostTogether = 4;
/** Steps that take longer than this together leave too little of a slice for anything else, ms. */
const longestWorkMs = 1_000;
const leastGapMs = 300;

/** Work of all steps of a request and of all whom they ask outside, one after the other, as one in a hundred takes it; ms. */
const workMs = (scenario: Scenario): number => {
  const steps = scenario.workflow.steps.map(({ service }) => serviceSpecOf(scenario, service).work);
  const asked = scenario.parties.map(({ work }) => work);
  return [...steps, ...asked].reduce((sum, { p99Ms, cpuMs = 0 }) => sum + p99Ms + cpuMs, 0);
};

const longestWork = (scenario: Scenario): number =>
  Math.max(0, ...scenario.contestants.map((contestant) => workMs(scenarioFor(scenario, contestant))));

/** How long nobody gets new load after a slice, so that what is in flight ends in it, ms. */
export const gapMs = (scenario: Scenario): number =>
  Math.max(leastGapMs, Math.round(2 * longestWork(scenario)));

const scales = ({ services, contestants }: Measured): boolean =>
  [services, ...contestants.map(({ own }) => own.services)].some((specs) =>
    Object.values(specs).some(({ autoscale }) => (autoscale ?? null) !== null),
  );

const hasOwnArrivals = ({ own }: Contestant): boolean =>
  own.perSecond !== undefined || own.warmUpMs !== undefined;

/** Why the contestants of a scenario cannot take turns under load while all of them are up; null where they can. */
export const slicesRefusal = (scenario: Measured): string | null => {
  const { load, faults, contestants } = scenario;
  const [stage] = load.stages;
  if (faults.length > 0) return 'a fault strikes once in a round, and would meet one slice and no other';
  if (load.saturate !== null) return 'a closed loop has no due times that could be moved';
  if (load.trace !== undefined) return 'a trace is one story and cannot be cut into slices';
  if (load.sequence !== undefined) return 'with `sequence` the time between two orders of a user matters';
  if (load.stages.length > 1 || (stage !== undefined && !isConstant(stage)))
    return 'the rate changes, so that one slice is not like another';
  if (scales(scenario)) return 'a service that scales would do so between the slices';
  if (contestants.some(hasOwnArrivals)) return 'a contestant has a rate or warm-up of its own';
  if (longestWork({ ...scenario, measure: 'rounds' }) > longestWorkMs)
    return 'the work of a request takes longer than a slice could wait for';
  return null;
};

/** How a scenario is measured that does not say so itself: in slices where they are possible and there is somebody to compare. */
export const usualMeasure = (scenario: Measured): Measure =>
  scenario.contestants.length > 1 &&
  scenario.contestants.length <= mostTogether &&
  slicesRefusal(scenario) === null
    ? 'slices'
    : 'rounds';

/** Contestants that are up at the same time, in the order of the scenario; each by itself where it is measured in rounds. */
export const fleetsOf = <T extends { readonly contestant: Pick<Contestant, 'name'> }>(
  measure: Measure,
  contestants: readonly T[],
): readonly (readonly T[])[] => {
  if (measure === 'rounds') return contestants.map((one) => [one]);
  if (measure === 'slices') return [contestants];
  const twins = new Map<string, T[]>();
  for (const one of contestants) {
    const name = one.contestant.name.split('@')[0] ?? '';
    twins.set(name, [...(twins.get(name) ?? []), one]);
  }
  return [...twins.values()];
};
