import pidusage from 'pidusage';
import type { MachineMoment } from '../evidence/evidence.ts';
import { readMachine } from './machine-reading.ts';

/** Looks at the machine. A process that is gone counts as nothing: what it had spent then looks like somebody else's. */
export const watchMachine = async (pids: readonly number[]): Promise<MachineMoment> => {
  const reading = readMachine();
  const { user, system } = process.cpuUsage();
  const usages = await Promise.all(pids.map((pid) => pidusage(pid).catch(() => null)));
  const others = usages.reduce((sum, usage) => sum + (usage?.ctime ?? 0) / 1_000, 0);
  return { reading, ownSeconds: (user + system) / 1e6 + others };
};
