import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { endFamilies } from '../reaper/end-families.ts';
import type { Reaper } from '../reaper/reaper.ts';
import { EnvironmentError } from '../shared/errors.ts';

/** A program in a session of its own, looked after by the reaper. */
export interface PrivateProcess {
  readonly pid: number;
  readonly hasEnded: () => boolean;
  /** SIGKILL with all its descendants; resolves when they have ended. */
  readonly kill: () => Promise<void>;
  /** SIGTERM, and what is left after `withinMs` is killed; resolves when it has ended. */
  readonly finish: (withinMs: number) => Promise<void>;
}

interface Start {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** File descriptor for what it prints. */
  readonly log: number;
  /** Told when it ends though `kill` was not called. */
  readonly endedByItself?: (end: {
    readonly pid: number;
    readonly code: number | null;
    readonly signal: string | null;
  }) => void;
  readonly reaper: Reaper;
}

const started = async (child: ChildProcess, program: string): Promise<number> => {
  const failure = once(child, 'error').then(([error]: Error[]) => error);
  if (child.pid !== undefined) return child.pid;
  throw new EnvironmentError(`Cannot start ${program}: ${(await failure)?.message}`);
};

/** Starts a program; a Ctrl-C in the terminal reaches only the harness, which then ends it in order. */
export const startPrivateProcess = async (start: Start): Promise<PrivateProcess> => {
  const { program, environment, folder, log, reaper, endedByItself } = start;
  const child = spawn(program, [], {
    cwd: folder,
    env: { ...environment },
    detached: true,
    stdio: ['ignore', log, log],
  });
  const pid = await started(child, program);
  reaper.watch(pid);
  // The reaper ends it should the harness leave without doing so.
  child.unref();
  let expected = false;
  const ended = once(child, 'exit').then(() => {
    if (!expected) endedByItself?.({ pid, code: child.exitCode, signal: child.signalCode });
  });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = async (): Promise<void> => {
    expected = true;
    if (!hasEnded()) {
      child.ref();
      await endFamilies([pid]);
      await ended;
    }
    reaper.forget(pid);
  };
  return {
    pid,
    hasEnded,
    kill,
    finish: async (withinMs) => {
      expected = true;
      child.ref();
      child.kill('SIGTERM');
      await Promise.race([ended, delay(withinMs, undefined, { ref: false })]);
      // Also the helpers of a node that has stopped in order.
      await kill();
    },
  };
};
