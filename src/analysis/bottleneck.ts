import type { Samples } from '../result/observations.ts';
import type { RoundResult } from '../result/round.ts';
import { mean } from '../shared/mean.ts';
import { meanInstances } from './instances-at.ts';

/**
 * What kept a round from doing more: worker slots of a service, the messages that its prefetch lets it hold, the processor of
 * one process or all processors of the machine, or the broker, for whose confirms messages waited.
 */
export type BottleneckKind = 'slots' | 'prefetch' | 'process' | 'machine' | 'broker';

export interface Bottleneck {
  readonly kind: BottleneckKind;
  /** A service, a process, `machine` or `broker`. */
  readonly where: string;
  /**
   * How much of it was in use on average: slots, messages, cores. By Little's law (1961) the mean number of slots in use is
   * the rate of the steps times what one takes, so it is also the capacity that the load needed. Of the broker: 0.
   */
  readonly used: number;
  /** How much there is of it. Of the broker: 0. */
  readonly of: number;
  /** What waited in front of it, on average: calls for a slot, messages in its queue or in outboxes. Of a processor: 0. */
  readonly waiting: number;
}

/** What a contestant had of each service. */
export type Capacity = Readonly<Record<string, { readonly instances: number; readonly workers: number }>>;

export interface BottleneckInput {
  readonly round: RoundResult;
  readonly capacity: Capacity;
  /** Messages that a consumer may hold; null: as many as it has workers. */
  readonly prefetch: number | null;
  /** ms from the end of the warm-up. */
  readonly loadEndsMs: number;
  /** From which use of slots and prefetch on, and with how much waiting for them, both as shares; by default only what is quite full. */
  readonly least?: { readonly use: number; readonly waiting: number };
}

/** A resource in use for less of the time is not what everything waits for … */
const leastUse = 0.95;
/** … unless a queue grows in front of it: then it cannot keep up, though handing over from one to the next takes a while. */
const leastUseWithGrowth = 0.85;
/** A queue grows when it is so many times as long in the last third of the load as in the first … */
const leastGrowth = 2;
/** … and by then so many times as long as the resource is large. */
const longQueue = 2;
/** Own processors are never quite full: the kernel and the samples between which they are counted take their part. */
const leastCpu = 0.9;
/** What must wait in front of a resource on average, as a share of its size. */
const leastWaiting = 0.25;
/** Fewer looks say nothing about a mean. */
const leastLooks = 8;
/** With less of the machine than this it was others who had it, and no lack that the load brought about. */
const leastOwnCpu = 0.5;
/** Messages that are on their way to the broker at any time, without its being slow. */
const usualOutbox = 50;

/** The looks of the measured time: the warm-up and the drain have a load of their own. */
const looksIn = ({ t }: Samples, endMs: number): readonly number[] =>
  t.flatMap((at, index) => (at >= 0 && at <= endMs ? [index] : []));

/** Mean of a series over some of its looks; null where it was not recorded. */
const meanOver = (series: readonly number[] | undefined, looks: readonly number[]): number | null =>
  series === undefined || series.length === 0 ? null : mean(looks.map((at) => series[at] ?? 0));

const processesOf = ({ resources, samples }: RoundResult, service: string) =>
  resources
    .filter((one) => one.service === service)
    .flatMap(({ process }) => samples.processes[process] ?? []);

/** The sum over all of them; null where one does not have it. */
const total = (values: readonly (number | null)[]): number | null =>
  values.length === 0 || values.includes(null)
    ? null
    : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

interface Use {
  readonly used: number;
  readonly of: number;
  readonly waiting: number;
}

const quiteFull = { use: leastUse, waiting: leastWaiting } as const;

/** In use nearly all the time while something waits for it, or most of the time while more and more waits for it. */
const isFull = (
  { used, of, waiting }: Use,
  least: { readonly use: number; readonly waiting: number },
  grows: boolean,
): boolean => {
  const queue = least.waiting === 0 ? 0 : Math.max(1, least.waiting * of);
  if (used >= least.use * of && waiting >= queue) return true;
  return grows && used >= leastUseWithGrowth * of && waiting >= longQueue * of;
};

/** Whether the sum of some series is much larger at the end of the load than at its beginning. */
const growsIn = (series: readonly (readonly number[])[], looks: readonly number[]): boolean => {
  const third = Math.floor(looks.length / 3);
  const sumOver = (part: readonly number[]): number =>
    series.reduce((sum, one) => sum + (meanOver(one, part) ?? 0), 0);
  const [early, late] = [sumOver(looks.slice(0, third)), sumOver(looks.slice(-third))];
  return late > 0 && late >= leastGrowth * early;
};

const serviceBottleneck = (
  { round, capacity, prefetch, least = quiteFull }: BottleneckInput,
  service: string,
  looks: readonly number[],
): readonly Bottleneck[] => {
  const own = capacity[service];
  if (own === undefined) return [];
  const processes = processesOf(round, service);
  const sumOf = (key: 'busy' | 'waiting' | 'inFlight'): number | null =>
    total(processes.map((one) => meanOver(one[key], looks)));
  const [busy, calls, held] = [sumOf('busy'), sumOf('waiting'), sumOf('inFlight')];
  if (busy === null || calls === null || held === null) return [];
  const queue = round.samples.queues?.[service] ?? [];
  const queued = meanOver(queue, looks) ?? 0;
  const moreWaits = growsIn([queue, ...processes.map(({ waiting = [] }) => waiting)], looks);
  const instances = meanInstances(round, service, own.instances, looks);
  const slots: Use = { used: busy, of: instances * own.workers, waiting: calls + queued };
  const messages: Use = {
    used: held,
    of: instances * (prefetch ?? own.workers),
    waiting: queued,
  };
  if (isFull(slots, least, moreWaits)) return [{ kind: 'slots', where: service, ...slots }];
  // A front door holds requests beside its messages: then it has more in hand than its consumers may.
  return isFull(messages, least, growsIn([queue], looks)) && messages.used <= messages.of
    ? [{ kind: 'prefetch', where: service, ...messages }]
    : [];
};

const processBottlenecks = ({ round }: BottleneckInput, looks: readonly number[]): readonly Bottleneck[] =>
  Object.entries(round.samples.processes).flatMap(([where, { cpu }]) => {
    const used = meanOver(cpu, looks) ?? 0;
    // One thread runs the code of a process, so one core is all that it can use of it.
    return used >= leastCpu ? [{ kind: 'process' as const, where, used: used, of: 1, waiting: 0 }] : [];
  });

const machineBottleneck = ({ machine }: RoundResult): readonly Bottleneck[] => {
  if (machine === null) return [];
  const share = machine.own + (machine.others ?? 0) + (machine.stolen ?? 0);
  const { cores } = machine;
  return share >= leastCpu && machine.own >= leastOwnCpu && (machine.waited ?? 1) >= leastWaiting
    ? [
        {
          kind: 'machine',
          where: 'machine',
          used: Math.min(1, share) * cores,
          of: cores,
          waiting: 0,
        },
      ]
    : [];
};

/** Messages that left no outbox though nothing else was full: they waited for the broker to confirm them. */
const brokerBottleneck = ({ round }: BottleneckInput, looks: readonly number[]): readonly Bottleneck[] => {
  const waiting = meanOver(round.samples.outbox, looks) ?? 0;
  return waiting >= usualOutbox ? [{ kind: 'broker', where: 'broker', used: 0, of: 0, waiting }] : [];
};

/**
 * The resources that a round ran out of, by its samples: those in use nearly all the measured time with a queue in front of
 * them, and processors that were never idle. Nothing where the evidence is not clear, nor in results that do not have it.
 * A part of a fault that stops services or the broker may look like a lack of them, so a round with faults says less.
 */
export const bottlenecksOf = (input: BottleneckInput): readonly Bottleneck[] => {
  const looks = looksIn(input.round.samples, input.loadEndsMs);
  if (looks.length < leastLooks) return [];
  const services = [...new Set(input.round.resources.map(({ service }) => service))];
  const full = [
    ...services.flatMap((service) => serviceBottleneck(input, service, looks)),
    ...processBottlenecks(input, looks),
    ...machineBottleneck(input.round),
  ];
  return full.length > 0 ? full : brokerBottleneck(input, looks);
};
