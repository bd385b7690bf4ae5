import pidusage from 'pidusage';
import type { Broker } from '../broker/broker.ts';
import type { Observer } from '../broker/observer.ts';
import type { BrokerUsage } from '../evidence/evidence.ts';
import type { Look } from '../evidence/look.ts';
import { type CpuReading, cpuOverLives } from '../evidence/measured-usage.ts';
import type { ServiceSample } from '../service/protocol.ts';
import { nowMs } from '../shared/clock.ts';
import type { Topology } from '../styles/style.ts';
import type { Fleet } from './fleet.ts';
import { sampleEveryMs } from './fleet.ts';
import type { LoadProcess } from './load-process.ts';

export interface Sampler extends AsyncDisposable {
  readonly looks: readonly Look[];
  readonly brokerUsage: () => BrokerUsage | null;
}

export interface SampledParts {
  readonly fleet: Fleet;
  readonly load: LoadProcess;
  readonly broker: Broker | null;
  readonly observer: Observer | null;
  readonly topology: Topology | null;
}

/** A sample older than this belongs to a process that is dead or stopped. */
const staleMs = 4 * sampleEveryMs;

const latestSamples = (fleet: Fleet, at: number): Record<string, ServiceSample> =>
  Object.fromEntries(
    fleet.instances.flatMap(({ name, samples, pid }) => {
      const last = samples.at(-1);
      return last !== undefined && pid() !== null && at - last.at < staleMs ? [[name, last]] : [];
    }),
  );

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

const look = async ({ fleet, load, observer, topology }: SampledParts): Promise<Look> => {
  const depths =
    observer && topology ? await observer.depths([...topology.queues, ...topology.delayed]) : new Map();
  const at = nowMs();
  const processes = latestSamples(fleet, at);
  const own = Object.values(processes);
  const progress = load.progress();
  return {
    at,
    queued: depths === null ? null : sum(depths.values() as Iterable<number>),
    owedMessages: sum(own.map(({ owedMessages }) => owedMessages)),
    owedCalls: sum(own.map(({ owedCalls }) => owedCalls)),
    inFlight: sum(own.map(({ inFlight }) => inFlight)),
    clientInFlight: progress === null ? 0 : progress.waiting + progress.awaiting,
    processes,
  };
};

const watchBroker = () => {
  const spend = cpuOverLives();
  let spent = 0;
  let peakRssBytes = 0;
  const readings: CpuReading[] = [];
  return {
    take: async (pid: number | null): Promise<void> => {
      if (pid === null) return;
      const usage = await pidusage(pid).catch(() => null);
      if (usage === null) return;
      spent = spend(pid, usage.ctime);
      peakRssBytes = Math.max(peakRssBytes, usage.memory);
      readings.push({ at: nowMs(), cpuSeconds: spent / 1_000 });
    },
    usage: (): BrokerUsage => ({ cpuSeconds: spent / 1_000, peakRssBytes, readings }),
  };
};

/** Looks at everything every `sampleEveryMs` until disposed. */
export const startSampler = (parts: SampledParts): Sampler => {
  const looks: Look[] = [];
  const brokerWatch = watchBroker();
  let running = true;
  let wake: () => void = () => undefined;
  const loop = async (): Promise<void> => {
    while (running) {
      const next = nowMs() + sampleEveryMs;
      looks.push(await look(parts));
      if (looks.length % 4 === 1) await brokerWatch.take(parts.broker?.pid ?? null);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, Math.max(0, next - nowMs()));
      });
    }
    await brokerWatch.take(parts.broker?.pid ?? null);
  };
  const looping = loop();
  return {
    looks,
    brokerUsage: () => (parts.broker === null ? null : brokerWatch.usage()),
    [Symbol.asyncDispose]: async () => {
      running = false;
      wake();
      await looping;
    },
  };
};
