import { setTimeout as delay } from 'node:timers/promises';
import type { FaultSpec } from '../faults/fault.ts';
import type { FromService, Peers, ServiceConfig, ServiceSample } from '../service/protocol.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import { nextMessage, type Site, type SiteProcess } from '../sites/site.ts';
import { lastLines } from './end-of-log.ts';
import type { ReportEnd } from './round-alarm.ts';

/** One process of a service across its lives: killed and started again it keeps its name, database and port. */
export interface Instance {
  readonly name: string;
  readonly role: string;
  /** Where the other parts of the round reach it. */
  readonly url: () => string;
  readonly pid: () => number | null;
  /** Every sample of every life; CPU and counters are totals over all lives. */
  readonly samples: readonly ServiceSample[];
  /** Every life of it sent its last sample when it was stopped, so that nothing it counted is lost. */
  readonly countsAreFinal: () => boolean;
  /** Resolves when the process knows them; at once where it has ended, for then it learns of them when it starts again. */
  readonly setPeers: (peers: Peers) => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /**
   * Ends it gracefully: it takes nothing new and finishes what it has in hand, for so long at most. Resolves when it has ended; one that
   * does not answer is killed.
   */
  readonly finish: (withinMs: number) => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly inject: (fault: FaultSpec) => Promise<number>;
  readonly clear: (id: string) => Promise<{ readonly at: number; readonly affected: number } | null>;
  readonly drain: () => Promise<void>;
}

/** While a process is dead, some other socket of this machine may for a moment sit on its port. */
const restartTries = 20;
const restartPauseMs = 250;

/** Adds what earlier lives had counted. */
const onTopOf = (base: ServiceSample | undefined, sample: ServiceSample): ServiceSample => {
  if (base === undefined) return sample;
  const counters = { ...base.counters };
  for (const [name, value] of Object.entries(sample.counters)) counters[name] = (counters[name] ?? 0) + value;
  // A state that an earlier life was in ended with it.
  const ended = base.spans.map((span) => ({ ...span, until: span.until ?? base.at }));
  return {
    ...sample,
    cpuSeconds: base.cpuSeconds + sample.cpuSeconds,
    arrivals: base.arrivals + sample.arrivals,
    counters,
    spans: [...ended, ...sample.spans],
  };
};

export interface InstanceOptions {
  readonly site: Site;
  readonly logFd: number;
  readonly servicesFrom: string | undefined;
  readonly report: ReportEnd;
  /** Raised when another part has died: whoever is still starting would wait for it in vain. */
  readonly alarm: AbortSignal;
}

/** Starts a process and resolves when it serves. */
export const startInstance = async (
  first: ServiceConfig,
  { site, logFd, servicesFrom, report, alarm }: InstanceOptions,
): Promise<Instance> => {
  const samples: ServiceSample[] = [];
  const faults = new Map<string, FaultSpec>();
  /** Those of them that were cleared last, until the process has said so or died of one. */
  const clearing = new Set<FaultSpec>();
  const endsByFault = (): boolean => [...faults.values(), ...clearing].some(({ acts }) => acts.endsProcess);
  let config = first;
  let child: SiteProcess<'service'> | null = null;
  let lives = 0;
  let stopped = 0;
  let told = 0;

  const next = async <T extends FromService['type']>(
    type: T,
    fits: (message: Extract<FromService, { type: T }>) => boolean,
  ) => (child === null ? null : nextMessage(child, type, fits));

  const start = async (): Promise<void> => {
    const base = samples.at(-1);
    lives += 1;
    let serves = false;
    const started = site.launch('service', {
      logFd,
      root: servicesFrom,
      endedByItself: (end) => {
        // Who says why it does not come up is reported by the start, a later life is tried again, and a fault means what it does.
        const isAwaited = !serves && (lives > 1 || gaveReason);
        if (isAwaited || endsByFault()) return;
        const printed = lastLines(logFd);
        const lines = gaveReason ? [printed, redact(reason)] : [printed];
        report({
          process: first.instance,
          ...end,
          lastLines: lines.filter((line) => line !== '').join('\n'),
        });
      },
    });
    child = started;
    let reason = 'it ended before it served';
    let gaveReason = false;
    started.onMessage((message) => {
      if (message.type === 'sample' || message.type === 'stopped')
        samples.push(onTopOf(base, message.sample));
      if (message.type === 'stopped') stopped += 1;
      if (message.type === 'failed') {
        reason = message.message;
        gaveReason = true;
      }
    });
    const serving = next('serving', () => true);
    started.send({ type: 'start', config: { ...config, faults: [...faults.values()] } });
    const { startWithinMs } = site.pace;
    const timer = setTimeout(() => {
      reason = `it did not serve within ${startWithinMs / 1_000} s`;
      started.kill('SIGKILL');
    }, startWithinMs);
    const leave = (): void => {
      reason = 'another part of the round died meanwhile';
      started.kill('SIGKILL');
    };
    alarm.addEventListener('abort', leave);
    if (alarm.aborted) leave();
    const answer = await serving;
    clearTimeout(timer);
    alarm.removeEventListener('abort', leave);
    if (answer === null)
      throw new EnvironmentError(`${config.instance} did not start: ${reason}; see ${config.logFile}`);
    serves = true;
    config = { ...config, port: answer.port };
  };

  const stop = async (finishWithinMs: number): Promise<void> => {
    const ending = child;
    if (ending === null || ending.hasExited()) return;
    ending.expectEnd();
    ending.send({ type: 'stop', finishWithinMs });
    // A process that is stopped by a signal or stuck cannot answer; its database is consistent all the same.
    const timer = setTimeout(() => ending.kill('SIGKILL'), finishWithinMs + site.pace.stopWithinMs);
    await ending.exited;
    clearTimeout(timer);
  };

  await start();
  return {
    name: first.instance,
    role: first.role,
    url: () => `http://${child?.host}:${config.port}`,
    pid: () => (child === null || child.hasExited() ? null : child.pid),
    samples,
    countsAreFinal: () => lives === stopped,
    setPeers: async (peers) => {
      config = { ...config, peers };
      told += 1;
      const id = told;
      const known = next('peers-set', (message) => message.id === id);
      child?.send({ type: 'peers', id, peers });
      await known;
    },
    kill: async () => {
      child?.kill('SIGKILL');
      await child?.exited;
    },
    restart: async () => {
      for (let tries = 1; child?.hasExited() ?? true; tries += 1) {
        try {
          await start();
        } catch (error) {
          if (tries === restartTries || alarm.aborted) throw error;
          await delay(restartPauseMs);
        }
      }
    },
    signal: (signal) => child?.kill(signal),
    inject: async (fault) => {
      faults.set(fault.id, fault);
      const injected = next('injected', ({ id }) => id === fault.id);
      child?.send({ type: 'inject', fault });
      return (await injected)?.at ?? Number.NaN;
    },
    clear: async (id) => {
      const fault = faults.get(id);
      if (fault === undefined) return null;
      clearing.add(fault);
      faults.delete(id);
      const cleared = next('cleared', (message) => message.id === id);
      child?.send({ type: 'clear', id });
      const answer = await cleared;
      clearing.delete(fault);
      return answer;
    },
    finish: stop,
    drain: () => stop(0),
  };
};
