import type { FaultSpec } from '../faults/fault.ts';
import { stretched } from '../load/shapes/index.ts';
import { lengthOf } from '../shared/stages.ts';
import type { Load, Scenario } from './scenario.ts';

/**
 * Makes a scenario shorter or longer: the durations of load and faults. Patience, work, policies and the settings of
 * faults keep theirs, because they decide what is measured and not for how long. The warm-up gets no shorter: processes
 * that are not warm yet would be measured as slow.
 */
export const scaled = <T extends Pick<Scenario, 'load' | 'faults' | 'contestants'>>(
  scenario: T,
  factor: number,
): T => {
  const time = (ms: number): number => Math.round(ms * factor);
  const warmUp = (ms: number): number => Math.max(ms, time(ms));
  const load: Load = {
    ...scenario.load,
    stages: scenario.load.stages.map((stage) => stretched(stage, time(stage.forMs))),
    warmUpMs: warmUp(scenario.load.warmUpMs),
    drainMs: time(scenario.load.drainMs),
  };
  const { trace } = scenario.load;
  // A trace keeps its arrivals and is cut; where it is to be longer, nothing comes after its end.
  const lengthMs = lengthOf(load.stages);
  const cut =
    trace === undefined ? {} : { trace: { ...trace, dueAt: trace.dueAt.filter((at) => at < lengthMs) } };
  const faults = scenario.faults.map(
    (fault): FaultSpec => ({ ...fault, atMs: time(fault.atMs), forMs: time(fault.forMs) }),
  );
  const contestants = scenario.contestants.map(({ own, ...contestant }) => ({
    ...contestant,
    own: { ...own, ...(own.warmUpMs === undefined ? {} : { warmUpMs: warmUp(own.warmUpMs) }) },
  }));
  return { ...scenario, load: { ...load, ...cut }, faults, contestants };
};
