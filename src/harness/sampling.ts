import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerUsage } from '../evidence/evidence.ts';
import type { Look } from '../evidence/look.ts';
import { type CpuReading, cpuOverLives } from '../evidence/measured-usage.ts';
import type { ServiceSample } from '../service/protocol.ts';
import { nowMs } from '../shared/clock.ts';
import type { Site } from '../sites/site.ts';
import type { BrokerSide } from './broker-side.ts';
import type { Fleet } from './fleet.ts';
import type { LoadProcess } from './load-process.ts';

export interface Sampler extends AsyncDisposable {
  readonly looks: readonly Look[];
  readonly brokerUsage: () => BrokerUsage | null;
}

export interface SampledParts {
  readonly site: Pick<Site, 'pace' | 'usageOf'>;
  readonly fleet: Pick<Fleet, 'instances'>;
  readonly load: Pick<LoadProcess, 'progress'>;
  /** null for a style without a broker. */
  readonly side: BrokerSide | null;
}

/** A sample that is older than so many intervals belongs to a process that is dead or stopped. */
const staleAfter = 4;

const latestSamples = (
  fleet: Pick<Fleet, 'instances'>,
  at: number,
  staleMs: number,
): Record<string, ServiceSample> =>
  Object.fromEntries(
    fleet.instances.flatMap(({ name, samples, pid }) => {
      const last = samples.at(-1);
      return last !== undefined && pid() !== null && at - last.at < staleMs ? [[name, last]] : [];
    }),
  );

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/** What waits in the work queue of each role; its name ends with that of the role. */
const readyByRole = (
  { instances }: Pick<Fleet, 'instances'>,
  depths: ReadonlyMap<string, number>,
  queues: readonly string[],
): Record<string, number> =>
  Object.fromEntries(
    [...new Set(instances.map(({ role }) => role))].flatMap((role) => {
      const depth = depths.get(queues.find((name) => name.endsWith(`.${role}`)) ?? '');
      return depth === undefined ? [] : [[role, depth]];
    }),
  );

const look = async ({ site, fleet, load, side }: SampledParts): Promise<Look> => {
  const topology = side?.topology ?? null;
  const depths =
    side === null || topology === null
      ? new Map<string, number>()
      : await side.observer.depths([...topology.queues, ...topology.delayed]);
  const at = nowMs();
  const processes = latestSamples(fleet, at, staleAfter * site.pace.sampleEveryMs);
  const own = Object.values(processes);
  const progress = load.progress();
  return {
    at,
    ...(depths === null || side === null
      ? {}
      : { ready: readyByRole(fleet, depths, topology?.queues ?? []) }),
    queued: depths === null ? null : sum(depths.values()),
    owedMessages: sum(own.map(({ owedMessages }) => owedMessages)),
    owedCalls: sum(own.map(({ owedCalls }) => owedCalls)),
    inFlight: sum(own.map(({ inFlight }) => inFlight)),
    clientInFlight: progress === null ? 0 : progress.waiting + progress.awaiting,
    processes,
  };
};

const watchBroker = ({ usageOf }: Pick<Site, 'usageOf'>) => {
  const spend = cpuOverLives();
  let spent = 0;
  let peakRssBytes = 0;
  const readings: CpuReading[] = [];
  return {
    take: async (pid: number | null): Promise<void> => {
      if (pid === null) return;
      const usage = await usageOf(pid);
      if (usage === null) return;
      spent = spend(pid, usage.cpuMs);
      peakRssBytes = Math.max(peakRssBytes, usage.rssBytes);
      readings.push({ at: nowMs(), cpuSeconds: spent / 1_000 });
    },
    usage: (): BrokerUsage => ({ cpuSeconds: spent / 1_000, peakRssBytes, readings }),
  };
};

/** Looks at everything at the pace of the site until disposed. */
export const startSampler = (parts: SampledParts): Sampler => {
  const looks: Look[] = [];
  const brokerWatch = watchBroker(parts.site);
  const pidOfBroker = (): number | null => parts.side?.broker.pid ?? null;
  const stopped = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const next = nowMs() + parts.site.pace.sampleEveryMs;
      looks.push(await look(parts));
      if (looks.length % 4 === 1) await brokerWatch.take(pidOfBroker());
      const pause = { signal: stopped.signal };
      await delay(Math.max(0, next - nowMs()), undefined, pause).catch(() => undefined);
    }
    await brokerWatch.take(pidOfBroker());
  };
  const looping = loop();
  return {
    looks,
    brokerUsage: () => (parts.side === null ? null : brokerWatch.usage()),
    [Symbol.asyncDispose]: async () => {
      stopped.abort();
      await looping;
    },
  };
};
