import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../shared/errors.ts';
import type { GuardianMessage } from './message.ts';

/**
 * Cleans up after a parent that can no longer do so. Should this process die, even by SIGKILL, the guardian kills the
 * watched processes with their descendants and process groups, removes the watched folders, and leaves.
 * Disposing it ends the guardian and touches nothing.
 */
export interface Guardian extends AsyncDisposable {
  watch(pid: number): void;
  forget(pid: number): void;
  /** `path` is absolute. */
  watchFolder(path: string): void;
  forgetFolder(path: string): void;
}

// The same file whether this module runs from src/ (tests) or from dist/.
const entry = fileURLToPath(new URL('../../dist/guardian/main.js', import.meta.url));

const ready = async (child: ChildProcess): Promise<void> => {
  const failed = once(child, 'exit').then(() => {
    throw new EnvironmentError(`The guardian process ended at its start (exit code ${child.exitCode}).`);
  });
  await Promise.race([once(child, 'message'), failed]);
};

/** Starts the guardian in a session of its own, where a terminal's Ctrl-C does not reach it. */
export const startGuardian = async (): Promise<Guardian> => {
  if (!existsSync(entry)) throw new EnvironmentError(`${entry} is missing. Run: npm run build`);
  const child = spawn(process.execPath, [entry], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await ready(child);
  // A waiting guardian is no reason for the parent to stay.
  child.unref();
  child.channel?.unref();
  const tell = (message: GuardianMessage): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  return {
    watch: (pid) => tell({ watch: pid }),
    forget: (pid) => tell({ forget: pid }),
    watchFolder: (path) => tell({ watchFolder: path }),
    forgetFolder: (path) => tell({ forgetFolder: path }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const ended = once(child, 'exit');
      tell({ end: true });
      await ended;
    },
  };
};
