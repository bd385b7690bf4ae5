import pidusage from 'pidusage';
import type { MachineReading } from '../verdicts/machine.ts';
import { readMachine } from './machine-reading.ts';

/** The kernel's counters at a moment, and what our own processes beside the services had spent by then. */
export interface MachineWatch {
  readonly reading: MachineReading;
  /** CPU seconds of this process and of those given, since their start; the services report theirs by themselves. */
  readonly ownSeconds: number;
}

/** Looks at the machine. A process that is gone counts as nothing: what it had spent then looks like somebody else's. */
export const watchMachine = async (pids: readonly number[]): Promise<MachineWatch> => {
  const reading = readMachine();
  const { user, system } = process.cpuUsage();
  const usages = await Promise.all(pids.map((pid) => pidusage(pid).catch(() => null)));
  const others = usages.reduce((sum, usage) => sum + (usage?.ctime ?? 0) / 1_000, 0);
  return { reading, ownSeconds: (user + system) / 1e6 + others };
};
