import type { FaultSpec } from '../faults/fault.ts';
import type { Load, Scenario } from './scenario.ts';

/**
 * Makes a scenario shorter or longer: the durations of load and faults. Patience, work, policies and the settings of
 * faults keep theirs, because they decide what is measured and not for how long.
 */
export const scaled = <T extends Pick<Scenario, 'load' | 'faults' | 'contestants'>>(
  scenario: T,
  factor: number,
): T => {
  const time = (ms: number): number => Math.round(ms * factor);
  const load: Load = {
    ...scenario.load,
    stages: scenario.load.stages.map(({ perSecond, forMs }) => ({ perSecond, forMs: time(forMs) })),
    warmUpMs: time(scenario.load.warmUpMs),
    drainMs: time(scenario.load.drainMs),
  };
  const faults = scenario.faults.map(
    (fault): FaultSpec => ({ ...fault, atMs: time(fault.atMs), forMs: time(fault.forMs) }),
  );
  const contestants = scenario.contestants.map(({ own, ...contestant }) => ({
    ...contestant,
    own: { ...own, ...(own.warmUpMs === undefined ? {} : { warmUpMs: time(own.warmUpMs) }) },
  }));
  return { ...scenario, load, faults, contestants };
};
