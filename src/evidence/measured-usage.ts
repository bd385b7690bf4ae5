import type { ServiceSample } from '../service/protocol.ts';

/** A running total at a moment: `nowMs()` stamps, CPU seconds since the start of the process. */
export interface CpuReading {
  readonly at: number;
  readonly cpuSeconds: number;
}

/** The total at a moment between two readings, by a straight line; before the first reading that reading, and likewise after. */
const totalAt = (readings: readonly CpuReading[], at: number): number => {
  const next = readings.findIndex((reading) => reading.at >= at);
  const later = readings[next] ?? readings.at(-1);
  const earlier = readings[next - 1] ?? later;
  if (later === undefined || earlier === undefined) return 0;
  if (later.at <= earlier.at || next < 0) return later.cpuSeconds;
  const share = (at - earlier.at) / (later.at - earlier.at);
  return earlier.cpuSeconds + share * (later.cpuSeconds - earlier.cpuSeconds);
};

/**
 * CPU seconds that a process spent from a moment on: without its start and the warm-up, in which it loads and compiles its
 * code and completes requests that nobody counts. Readings ascend in time; 0 without any.
 */
export const cpuSecondsSince = (readings: readonly CpuReading[], fromMs: number): number =>
  Math.max(0, (readings.at(-1)?.cpuSeconds ?? 0) - totalAt(readings, fromMs));

/** `nowMs()` stamps, or Infinity. */
type Stretch = readonly [from: number, to: number];

/** CPU seconds that a process spent within stretches of time that do not overlap. */
export const cpuSecondsWithin = (readings: readonly CpuReading[], stretches: readonly Stretch[]): number =>
  stretches.reduce(
    (sum, [from, to]) => sum + cpuSecondsSince(readings, from) - cpuSecondsSince(readings, to),
    0,
  );

/** CPU milliseconds of all these processes per completed workflow, to the µs; null when none was completed. */
export const cpuMsPerWorkflow = (
  processes: readonly (readonly Pick<ServiceSample, 'at' | 'cpuSeconds'>[])[],
  stretches: readonly Stretch[],
  completed: number,
): number | null => {
  if (completed === 0) return null;
  const seconds = processes.reduce((sum, readings) => sum + cpuSecondsWithin(readings, stretches), 0);
  return Math.round((seconds * 1e6) / completed) / 1_000;
};

/**
 * Adds up what a program spent over its lives, ms since the first look. The first process had been running; one that follows it
 * started from zero, so that its start counts.
 */
export const cpuOverLives = (): ((pid: number, cpuMs: number) => number) => {
  let spent = 0;
  let last: { readonly pid: number; readonly cpuMs: number } | null = null;
  return (pid, cpuMs) => {
    if (last !== null) spent += Math.max(0, cpuMs - (pid === last.pid ? last.cpuMs : 0));
    last = { pid, cpuMs };
    return spent;
  };
};
