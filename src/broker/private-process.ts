import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { endFamilies } from '../guardian/end-families.ts';
import type { Guardian } from '../guardian/guardian.ts';
import { EnvironmentError } from '../shared/errors.ts';

/** A program in a session of its own, looked after by the guardian. */
export interface PrivateProcess {
  readonly pid: number;
  readonly hasEnded: () => boolean;
  /** SIGKILL with all its descendants; resolves when they have ended. */
  readonly kill: () => Promise<void>;
}

interface Start {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** File descriptor for what it prints. */
  readonly log: number;
  readonly guardian: Guardian;
}

const started = async (child: ChildProcess, program: string): Promise<number> => {
  const failure = once(child, 'error').then(([error]: Error[]) => error);
  if (child.pid !== undefined) return child.pid;
  throw new EnvironmentError(`Cannot start ${program}: ${(await failure)?.message}`);
};

/** Starts a program; a Ctrl-C in the terminal reaches only the harness, which then ends it in order. */
export const startPrivateProcess = async (start: Start): Promise<PrivateProcess> => {
  const { program, environment, folder, log, guardian } = start;
  const child = spawn(program, [], {
    cwd: folder,
    env: { ...environment },
    detached: true,
    stdio: ['ignore', log, log],
  });
  const pid = await started(child, program);
  guardian.watch(pid);
  // The guardian ends it should the harness leave without doing so.
  child.unref();
  const ended = once(child, 'exit');
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid,
    hasEnded,
    kill: async () => {
      if (!hasEnded()) {
        child.ref();
        await endFamilies([pid]);
        await ended;
      }
      guardian.forget(pid);
    },
  };
};
