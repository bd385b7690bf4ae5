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
}

/** A resource in use for less of the time is not what everything waits for. */
const leastUse = 0.95;
/** Own processors are never quite full: the kernel and the samples between which they are counted take their part. */
const leastCpu = 0.9;
/** What must wait in front of a resource on average, as a share of its size. */
const leastWaiting = 0.25;
/** Fewer looks say nothing about a mean. */
const leastLooks = 8;
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

/** In use nearly all the time, and something waits for it. */
const isFull = ({ used, of, waiting }: Use): boolean =>
  used >= leastUse * of && waiting >= Math.max(1, leastWaiting * of);

const serviceBottleneck = (
  { round, capacity, prefetch }: BottleneckInput,
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
  const queued = meanOver(round.samples.queues?.[service], looks) ?? 0;
  const instances = meanInstances(round, service, own.instances, looks);
  const slots: Use = { used: busy, of: instances * own.workers, waiting: calls + queued };
  const messages: Use = {
    used: held,
    of: instances * (prefetch ?? own.workers),
    waiting: queued,
  };
  if (isFull(slots)) return [{ kind: 'slots', where: service, ...slots }];
  // A front door holds requests beside its messages: then it has more in hand than its consumers may.
  return isFull(messages) && messages.used <= messages.of
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
  return share >= leastCpu && (machine.waited ?? 1) >= leastWaiting
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
