import type { ClientRecords } from '../evidence/evidence.ts';
import type { FromLoad, LoadStart, Progress, Reach } from '../load/protocol.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { nextMessage, type Site, type SiteProcess } from '../sites/site.ts';
import { endOfLog, lastLines } from './end-of-log.ts';
import type { ReportEnd } from './round-alarm.ts';

/** The load generator, alone in its process, which disposing ends. */
export interface LoadProcess extends AsyncDisposable {
  readonly pid: number;
  /** Starts the schedule; `originMs` is the `nowMs()` of the end of the warm-up, the zero of all due times. */
  readonly begin: (originMs: number) => void;
  /** Has the client go there from now on; resolves when it does, or has ended. */
  readonly reach: (reach: Reach) => Promise<void>;
  /** The latest count, about every 200 ms. */
  readonly progress: () => Progress | null;
  /** Ends what is still open and resolves with the client's records. */
  readonly finish: () => Promise<ClientRecords>;
}

/** A generator that loads its code while the services start; it knows nothing of the round yet. */
export interface WaitingLoad extends AsyncDisposable {
  /** Says what to send where; resolves when the generator has connected all that it needs to begin. */
  readonly connect: (start: LoadStart) => Promise<LoadProcess>;
}

const connectLoad = async (
  site: Site,
  child: SiteProcess<'load'>,
  start: LoadStart,
  logFd: number,
): Promise<LoadProcess> => {
  let progress: Progress | null = null;
  let told = 0;
  const message = async <T extends FromLoad['type']>(type: T) => {
    const received = await nextMessage(child, type);
    if (received === null)
      throw new EnvironmentError(`the load generator ended before its time${endOfLog(logFd)}`);
    return received;
  };
  child.onMessage((received) => {
    if (received.type === 'progress') progress = received;
  });
  const ready = message('ready');
  const done = message('done');
  done.catch(() => undefined);
  child.send(start);
  await ready;
  return {
    pid: child.pid,
    begin: (originMs) => child.send({ type: 'begin', originMs }),
    reach: async (reach) => {
      told += 1;
      const id = told;
      const reached = nextMessage(child, 'reached', (message) => message.id === id);
      child.send({ type: 'reach', id, reach });
      await reached;
    },
    progress: () => progress,
    finish: async () => {
      child.send({ type: 'finish' });
      const { health, clientCalls, peakRssBytes, deafBecause } = await done;
      return { health, clientCalls, peakRssBytes, deafBecause, tickets: site.readTickets(start.ticketsFile) };
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
};

/** Starts the process of the load generator. */
export const launchLoad = (site: Site, logFd: number, report: ReportEnd): WaitingLoad => {
  const child = site.launch('load', {
    logFd,
    endedByItself: (end) => report({ process: 'load', ...end, lastLines: lastLines(logFd) }),
  });
  return {
    connect: (start) => connectLoad(site, child, start, logFd),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
};
