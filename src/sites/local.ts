import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pidusage from 'pidusage';
import { readTickets } from '../load/tickets-file.ts';
import type { Reaper } from '../reaper/reaper.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { readLedger } from '../workflow/read-ledger.ts';
import { watchMachine } from './machine-watch.ts';
import type { LaunchOptions, MessageFrom, ProgramName, Site, SiteProcess } from './site.ts';

// From src/ (tests), dist/ and dist/bundled/ alike, this module lies two folders below the root.
const ownRoot = fileURLToPath(new URL('../..', import.meta.url));

const entries: Readonly<Record<ProgramName, string>> = {
  service: 'service/main.js',
  load: 'load/main.js',
  links: 'links/main.js',
  replay: 'replay/main.js',
  stub: 'load/stub/main.js',
};

/** Forks a compiled entry point. */
const launch = <P extends ProgramName>(
  program: P,
  { logFd, root = ownRoot, endedByItself }: LaunchOptions,
  reaper: Pick<Reaper, 'watch' | 'forget'>,
): SiteProcess<P> => {
  const file = join(root, 'dist', entries[program]);
  if (!existsSync(file)) throw new EnvironmentError(`${file} is missing; run \`npm run build\` first`);
  const child: ChildProcess = fork(file, [], {
    stdio: ['ignore', logFd, logFd, 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
    serialization: 'json',
  });
  const { pid } = child;
  if (pid === undefined) throw new EnvironmentError(`${file} could not be started`);
  reaper.watch(pid);
  let ended = false;
  let expected = false;
  const exited = once(child, 'exit').then(() => {
    ended = true;
    reaper.forget(pid);
    if (!expected) endedByItself?.({ pid, code: child.exitCode, signal: child.signalCode });
  });
  // A message to a process that has just been killed has nowhere to go; that is what the kill was for.
  child.on('error', () => undefined);
  const listeners = new Set<(message: MessageFrom<P>) => void>();
  child.on('message', (message) => {
    // The other end is a program of this build or of one with the same protocol version.
    for (const listener of listeners) listener(message as MessageFrom<P>);
  });
  const kill = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGKILL' || signal === 'SIGTERM') expected = true;
    child.kill(signal);
  };
  return {
    pid,
    host: '127.0.0.1',
    send: (message) => {
      if (child.connected) child.send(message, () => undefined);
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
    kill,
    [Symbol.asyncDispose]: () => {
      kill('SIGKILL');
      return exited;
    },
  };
};

/** Every service is a process of this machine, all on one clock, reached by the loopback interface. The reaper ends what outlives the harness. */
export const localSite = (reaper: Pick<Reaper, 'watch' | 'forget'>): Site => ({
  name: 'local',
  pace: { sampleEveryMs: 250, headStartMs: 100, startWithinMs: 60_000, stopWithinMs: 5_000 },
  launch: (program, options) => launch(program, options, reaper),
  readLedger,
  readTickets,
  usageOf: async (pid) => {
    const usage = await pidusage(pid).catch(() => null);
    return usage === null ? null : { cpuMs: usage.ctime, rssBytes: usage.memory };
  },
  watchMachine,
});
