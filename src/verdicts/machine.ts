import type { MachineFigures } from '../result/generator.ts';

/** What the kernel has counted up to a moment. null: this system does not say. */
export interface MachineReading {
  /** `nowMs()`. */
  readonly at: number;
  readonly cores: number;
  /** CPU seconds of all processes together, and of the hypervisor's other guests (steal). */
  readonly busySeconds: number | null;
  readonly stolenSeconds: number | null;
  /** Seconds in which at least one task waited for a processor (pressure stall information, Linux 4.20). */
  readonly waitedSeconds: number | null;
  /** Seconds in which the CPU quota of our control group held us back. */
  readonly throttledSeconds: number | null;
  /** Load average over a minute: the only word on some systems. */
  readonly loadAverage: number;
}

const difference = (from: number | null, to: number | null): number | null =>
  from === null || to === null ? null : Math.max(0, to - from);

const shareOf = (seconds: number | null, of: number): number | null =>
  seconds === null ? null : Math.round(Math.min(1, Math.max(0, seconds / of)) * 10_000) / 10_000;

/**
 * Who had the processors between two readings, as shares of what the machine has (all cores, all the time). `ownSeconds` is
 * the CPU time that the processes of the run themselves report for the same stretch.
 */
export const machineFigures = (
  from: MachineReading,
  to: MachineReading,
  ownSeconds: number,
): MachineFigures => {
  const seconds = Math.max(0.001, (to.at - from.at) / 1_000);
  const capacity = seconds * to.cores;
  const busy = difference(from.busySeconds, to.busySeconds);
  return {
    cores: to.cores,
    own: shareOf(ownSeconds, capacity) ?? 0,
    others: shareOf(busy === null ? null : busy - ownSeconds, capacity),
    stolen: shareOf(difference(from.stolenSeconds, to.stolenSeconds), capacity),
    throttled: shareOf(difference(from.throttledSeconds, to.throttledSeconds), seconds),
    waited: shareOf(difference(from.waitedSeconds, to.waitedSeconds), seconds),
    loadAverage: Math.round(to.loadAverage * 100) / 100,
  };
};

/** Time for which a container's quota may hold a round back before its times are the quota's and not the styles'. */
const mostThrottled = 0.05;
/** Below this much waiting for a processor, others only used what nobody else wanted. */
const leastWaited = 0.1;

const percent = (share: number): string => `${(share * 100).toFixed(0)}%`;

/**
 * Why a round says more about the machine than about the styles; nothing where others left it alone. Our own load never counts,
 * however high: to wait for one another is what the services are measured for.
 */
export const machineReasons = (
  { others, stolen, throttled, waited }: MachineFigures,
  mostOthers: number,
): readonly string[] => {
  const reasons: string[] = [];
  const taken = (others ?? 0) + (stolen ?? 0);
  if (taken > mostOthers && (waited ?? 1) > leastWaited) {
    const who = [
      ...(others === null ? [] : [`other processes used ${percent(others)}`]),
      ...(stolen === null || stolen === 0 ? [] : [`other guests of the hypervisor took ${percent(stolen)}`]),
    ].join(', ');
    reasons.push(
      `Others took the machine from the services: ${who} of its processors (load.maxOthers allows ${percent(mostOthers)}), and for ${percent(waited ?? 1)} of the time somebody waited for one; stop what else runs, or use a machine of its own.`,
    );
  }
  if (throttled !== null && throttled > mostThrottled) {
    reasons.push(
      `The CPU quota of this container held the run back for ${percent(throttled)} of the time (5% are allowed); raise the quota or lower load.rate.`,
    );
  }
  return reasons;
};
