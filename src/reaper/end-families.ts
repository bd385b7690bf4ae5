import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, messageOf } from '../shared/errors.ts';
import { familyOf, isRunning, readProcessTable } from './process-table.ts';

/** A process that has gone already is what was wanted. */
const killNow = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return;
    process.emitWarning(`cannot end process ${pid}: ${messageOf(error)}`);
  }
};

/**
 * SIGKILL, which ends stopped processes too, for the given processes with their descendants and process groups.
 * Resolves when all have ended, or after a second.
 */
export const endFamilies = async (roots: readonly number[]): Promise<void> => {
  let family = new Set(roots);
  const patience = AbortSignal.timeout(1_000);
  while (family.size > 0 && !patience.aborted) {
    // Looked at anew each time: the table may miss what was forked just before the kill.
    family = familyOf([...family], readProcessTable());
    family.delete(process.pid);
    const running = [...family].filter(isRunning);
    if (running.length === 0) return;
    for (const pid of running) killNow(pid);
    await delay(10);
  }
};
