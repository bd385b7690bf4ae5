import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import type { ReaperMessage, WatchedTopology } from './message.ts';

/**
 * Cleans up after a parent that can no longer do so. Should this process die, even by SIGKILL, the reaper kills the
 * watched processes with their descendants and process groups, removes the watched folders, and leaves.
 * Disposing it ends the reaper and touches nothing.
 */
export interface Reaper extends AsyncDisposable {
  watch(pid: number): void;
  forget(pid: number): void;
  /** `path` is absolute. */
  watchFolder(path: string): void;
  forgetFolder(path: string): void;
  /** What a round has on a broker that outlives this process. */
  watchTopology(topology: WatchedTopology): void;
  forgetTopology(prefix: string): void;
  /** Of the process that watches at the moment. */
  pid(): number;
}

// The same file whether this module runs from src/ (tests) or from dist/.
const entry = fileURLToPath(new URL('../../dist/reaper/main.js', import.meta.url));

/** How a process that has ended did so. */
const endOf = ({ exitCode, signalCode }: ChildProcess): string =>
  signalCode === null ? `with exit code ${exitCode ?? 'unknown'}` : `by ${signalCode}`;

const ready = async (child: ChildProcess): Promise<void> => {
  const failed = once(child, 'exit').then(() => {
    throw new EnvironmentError(
      `The clean-up process (pid ${child.pid}) ended at its start ${endOf(child)}; run the command again.`,
    );
  });
  await Promise.race([once(child, 'message'), failed]);
};

/** Starts the process in a session of its own, where a terminal's Ctrl-C does not reach it. */
const spawnReaper = async (): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [entry], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await ready(child);
  // A waiting reaper is no reason for the parent to stay.
  child.unref();
  child.channel?.unref();
  return child;
};

const notify = (child: ChildProcess, message: ReaperMessage): void => {
  if (child.connected) child.send(message, () => undefined);
};

/**
 * Starts the reaper. It is watched itself: one that was killed is replaced by another that watches the same, so that there is no
 * time in which the death of this process would leave anything behind, but for the start of the new one. `log` gets a line about it.
 */
export const startReaper = async (
  log: (line: string) => void = (line) => process.emitWarning(line),
): Promise<Reaper> => {
  if (!existsSync(entry)) throw new EnvironmentError(`${entry} is missing. Run: npm run build`);
  const watched = new Map<string, ReaperMessage>();
  let isOver = false;
  let child = await spawnReaper();
  const stayAlive = (): void => {
    child.once('exit', () => {
      if (isOver) return;
      log(`the clean-up process (pid ${child.pid}) ended by itself ${endOf(child)} and is replaced`);
      spawnReaper().then(
        (next) => {
          child = next;
          for (const message of watched.values()) notify(child, message);
          if (isOver) notify(child, { end: true });
          else stayAlive();
        },
        (error: unknown) => log(`it cannot be replaced: ${messageOf(error)}`),
      );
    });
  };
  stayAlive();
  const watch = (key: string, message: ReaperMessage): void => {
    watched.set(key, message);
    notify(child, message);
  };
  const forget = (key: string, message: ReaperMessage): void => {
    watched.delete(key);
    notify(child, message);
  };
  return {
    watch: (pid) => watch(`pid ${pid}`, { watch: pid }),
    forget: (pid) => forget(`pid ${pid}`, { forget: pid }),
    watchFolder: (path) => watch(`folder ${path}`, { watchFolder: path }),
    forgetFolder: (path) => forget(`folder ${path}`, { forgetFolder: path }),
    watchTopology: (topology) => watch(`topology ${topology.prefix}`, { watchTopology: topology }),
    forgetTopology: (prefix) => forget(`topology ${prefix}`, { forgetTopology: prefix }),
    pid: () => child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      isOver = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const ended = once(child, 'exit');
      notify(child, { end: true });
      await ended;
    },
  };
};
