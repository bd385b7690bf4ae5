import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Guardian } from '../guardian/guardian.ts';
import { EnvironmentError } from '../shared/errors.ts';

/** A process of ours with typed messages both ways. It ends when this process ends, by whatever cause. */
export interface Child<To, From> {
  readonly pid: number;
  readonly send: (message: To) => void;
  /** Gives back what ends the listening. */
  readonly onMessage: (listener: (message: From) => void) => () => void;
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
  /** From now on its end is what was asked for, for instance after the message that tells it to stop. */
  readonly expectEnd: () => void;
  readonly kill: (signal: NodeJS.Signals) => void;
}

// From src/ (tests) and from dist/ alike, the compiled entry points lie in dist/.
const ownRoot = fileURLToPath(new URL('../..', import.meta.url));

/** How a process ended. */
export interface End {
  readonly pid: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ForkOptions {
  readonly guardian: Guardian;
  /** Takes what the process prints. */
  readonly logFd: number;
  /** Folder of another build than this one. */
  readonly root?: string | undefined;
  /** Told when the process ends though it was neither killed by us nor told to stop. */
  readonly endedByItself?: (end: End) => void;
}

/** Forks a compiled entry point, for instance `service/main.js`. */
export const forkChild = <To, From>(
  entry: string,
  { guardian, logFd, root = ownRoot, endedByItself }: ForkOptions,
): Child<To, From> => {
  const file = join(root, 'dist', entry);
  if (!existsSync(file)) throw new EnvironmentError(`${file} is missing; run \`npm run build\` first`);
  const child: ChildProcess = fork(file, [], {
    stdio: ['ignore', logFd, logFd, 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
    serialization: 'json',
  });
  const { pid } = child;
  if (pid === undefined) throw new EnvironmentError(`${file} could not be started`);
  guardian.watch(pid);
  let ended = false;
  let expected = false;
  const exited = once(child, 'exit').then(() => {
    ended = true;
    guardian.forget(pid);
    if (!expected) endedByItself?.({ pid, code: child.exitCode, signal: child.signalCode });
  });
  // A message to a process that has just been killed has nowhere to go; that is what the kill was for.
  child.on('error', () => undefined);
  const listeners = new Set<(message: From) => void>();
  child.on('message', (message) => {
    for (const listener of listeners) listener(message as From);
  });
  return {
    pid,
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    exited,
    hasExited: () => ended,
    expectEnd: () => {
      expected = true;
    },
    kill: (signal) => {
      if (signal === 'SIGKILL' || signal === 'SIGTERM') expected = true;
      child.kill(signal);
    },
  };
};

/** The next message of a type that fits; null when the process ended without one. */
export const nextMessage = <From extends { readonly type: string }, T extends From['type']>(
  { onMessage, exited, hasExited }: Pick<Child<never, From>, 'onMessage' | 'exited' | 'hasExited'>,
  type: T,
  fits: (message: Extract<From, { type: T }>) => boolean = () => true,
): Promise<Extract<From, { type: T }> | null> =>
  new Promise((resolve) => {
    if (hasExited()) {
      resolve(null);
      return;
    }
    const ignore = onMessage((message) => {
      const it = message as Extract<From, { type: T }>;
      if (message.type !== type || !fits(it)) return;
      ignore();
      resolve(it);
    });
    void exited.then(() => resolve(null));
  });
