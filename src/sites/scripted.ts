import type { MachineMoment } from '../evidence/evidence.ts';
import { nowMs } from '../shared/clock.ts';
import type { MessageFrom, MessageTo, Pace, ProgramName, Site, SiteProcess } from './site.ts';

/** What a script can do in the name of its process. */
export interface ScriptedProcess<P extends ProgramName> {
  /** The how-manieth process of its program, from 1. */
  readonly number: number;
  /** Sends a message to the harness; dropped once the process has ended. */
  readonly send: (message: MessageFrom<P>) => void;
  /** Ends by itself: with an exit code, or by a signal. */
  readonly end: (how?: { readonly code?: number; readonly signal?: NodeJS.Signals }) => void;
  /** Called with every signal but SIGKILL and SIGTERM, which end the process. */
  onSignal: (signal: NodeJS.Signals) => void;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

/** A process played by a function: called when it is launched, it gives back what takes each message. */
export type Script<P extends ProgramName> = (self: ScriptedProcess<P>) => (message: MessageTo<P>) => void;

export type Scripts = { readonly [P in ProgramName]: Script<P> };

export interface ScriptedOptions extends Pick<Site, 'readLedger' | 'readTickets'> {
  readonly scripts: Scripts;
  readonly pace?: Partial<Pace>;
}

/** Above any process number of a real system, so that nobody can signal a stranger. */
const firstPid = 2 ** 30;

const play = <P extends ProgramName>(
  script: Script<P>,
  number: number,
  pid: number,
  endedByItself: (end: { pid: number; code: number | null; signal: NodeJS.Signals | null }) => void,
): SiteProcess<P> => {
  const listeners = new Set<(message: MessageFrom<P>) => void>();
  let resolveEnded: () => void = () => undefined;
  const exited = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });
  let hasEnded = false;
  let expected = false;
  const end = (code: number | null, signal: NodeJS.Signals | null): void => {
    if (hasEnded) return;
    hasEnded = true;
    if (!expected) endedByItself({ pid, code, signal });
    resolveEnded();
  };
  const self: ScriptedProcess<P> = {
    number,
    send: (message) => {
      // As over a channel: never within the call that caused it.
      setImmediate(() => {
        if (!hasEnded) for (const listener of [...listeners]) listener(message);
      });
    },
    end: ({ code = null, signal = null } = {}) => end(signal === null ? (code ?? 0) : null, signal),
    onSignal: () => undefined,
    ended: exited,
  };
  const kill = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGKILL' && signal !== 'SIGTERM') {
      self.onSignal(signal);
      return;
    }
    expected = true;
    end(null, signal);
  };
  const react = script(self);
  return {
    pid,
    host: 'scripted.invalid',
    send: (message) => {
      setImmediate(() => {
        if (!hasEnded) react(message);
      });
    },
    onMessage: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    exited,
    hasExited: () => hasEnded,
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

/** A machine on which nobody else does anything. */
const idleMachine = (): MachineMoment => ({
  reading: {
    at: nowMs(),
    cores: 2,
    busySeconds: 0,
    stolenSeconds: 0,
    waitedSeconds: 0,
    throttledSeconds: 0,
    loadAverage: 0,
  },
  ownSeconds: 0,
});

/** A site without processes, on which the logic of the harness runs in milliseconds: each program is played by a script. */
export const scriptedSite = ({ scripts, pace, readLedger, readTickets }: ScriptedOptions): Site => {
  const launched = new Map<ProgramName, number>();
  let pids = firstPid;
  return {
    name: 'scripted',
    pace: { sampleEveryMs: 5, headStartMs: 5, startWithinMs: 500, stopWithinMs: 50, ...pace },
    launch: (program, { endedByItself = () => undefined }) => {
      const number = (launched.get(program) ?? 0) + 1;
      launched.set(program, number);
      pids += 1;
      return play(scripts[program], number, pids, endedByItself);
    },
    readLedger,
    readTickets,
    usageOf: () => Promise.resolve(null),
    watchMachine: () => Promise.resolve(idleMachine()),
  };
};
