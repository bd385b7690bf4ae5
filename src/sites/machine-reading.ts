import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { nowMs } from '../shared/clock.ts';
import type { MachineReading } from '../verdicts/machine.ts';

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

/** USER_HZ: what /proc counts in, 100 on every Linux that Node runs on (proc(5), sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;

/** From /proc/stat: the first line adds all processors up, in ticks (proc(5)). */
export const parseProcStat = (
  text: string,
): { readonly busySeconds: number; readonly stolenSeconds: number } | null => {
  const ticks = /^cpu\s+(.+)$/m.exec(text)?.[1]?.split(/\s+/).map(Number);
  if (ticks === undefined || ticks.length < 8 || ticks.some(Number.isNaN)) return null;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = ticks;
  return {
    busySeconds: (user + nice + system + irq + softirq) / ticksPerSecond,
    stolenSeconds: steal / ticksPerSecond,
  };
};

/** From /proc/pressure/cpu: the total of the line `some`, in µs. */
export const parsePressure = (text: string): number | null => {
  const total = /^some .*\btotal=(\d+)/m.exec(text)?.[1];
  return total === undefined ? null : Number(total) / 1e6;
};

/** From a control group's cpu.stat: `throttled_usec` (version 2) or `throttled_time` in ns (version 1). */
export const parseThrottling = (text: string): number | null => {
  const [, name, value] = /^(throttled_usec|throttled_time) (\d+)$/m.exec(text) ?? [];
  if (name === undefined || value === undefined) return null;
  return Number(value) / (name === 'throttled_usec' ? 1e6 : 1e9);
};

const controlGroupFiles = ['/sys/fs/cgroup/cpu.stat', '/sys/fs/cgroup/cpu/cpu.stat'];

const throttledSeconds = (): number | null => {
  for (const file of controlGroupFiles) {
    const text = textOf(file);
    const seconds = text === null ? null : parseThrottling(text);
    if (seconds !== null) return seconds;
  }
  return null;
};

/** Reads the kernel's counters; costs three small files, so it may be done while a round runs. */
export const readMachine = (): MachineReading => {
  const stat = textOf('/proc/stat');
  const pressure = textOf('/proc/pressure/cpu');
  const counted = stat === null ? null : parseProcStat(stat);
  return {
    at: nowMs(),
    cores: cpus().length,
    busySeconds: counted?.busySeconds ?? null,
    stolenSeconds: counted?.stolenSeconds ?? null,
    waitedSeconds: pressure === null ? null : parsePressure(pressure),
    throttledSeconds: throttledSeconds(),
    loadAverage: loadavg()[0] ?? 0,
  };
};
