import type { RoundResult } from '../result/round.ts';
import { mean } from '../shared/mean.ts';
import { meanInstances } from './instances-at.ts';

/** What the processes of a service have: the same for every service of a contestant that shares a scenario. */
export interface Slots {
  readonly instances: number;
  /** Steps that one instance works on at the same time. */
  readonly workers: number;
}

/** Something that a round had no more of, so that requests waited for it. */
export type UsedUp =
  | {
      /** Worker slots of a service, on average over the measured time: a share of all that it has. */
      readonly resource: 'slots';
      readonly service: string;
      readonly share: number;
    }
  | {
      /** The one thread on which a process runs its code; a share of a core. */
      readonly resource: 'thread';
      readonly service: string;
      readonly process: string;
      readonly share: number;
    }
  | {
      /** A share of all processors, whoever used them. */
      readonly resource: 'machine';
      readonly share: number;
    }
  | { readonly resource: 'broker'; readonly reason: string }
  | {
      /** Messages that waited at the end of the measured time, though there were slots for them. */
      readonly resource: 'delivery';
      readonly waiting: number;
    };

/**
 * From here on one waits for slots several times as long as a step takes (the waiting time of a queue grows as u / (1 − u) with the
 * use u), so that a little more load is much more waiting.
 */
const scarce = { slots: 0.8, thread: 0.85, machine: 0.9 } as const;
/** Fewer waiting messages than so many are on their way rather than waiting. */
const leastWaiting = 20;
const blockedPrefix = 'broker-blocked:';

/** Indices of the samples that were taken in the measured time. */
const measuredIn = ({ samples, phases }: RoundResult): readonly number[] =>
  samples.t.flatMap((t, index) =>
    phases.all.windows.some(([from, to]) => t >= from && t < to) ? [index] : [],
  );

const meanAt = (values: readonly number[], indices: readonly number[]): number =>
  indices.length === 0 ? 0 : mean(indices.map((index) => values[index] ?? 0));

const slotsOf = (
  round: RoundResult,
  capacity: Readonly<Record<string, Slots>>,
  indices: readonly number[],
): readonly (UsedUp & { readonly resource: 'slots' })[] =>
  Object.entries(capacity).flatMap(([service, { instances, workers }]) => {
    const { samples, resources } = round;
    const own = resources.filter((one) => one.service === service).map(({ process }) => process);
    const series = own.flatMap((process) => {
      const busy = samples.processes[process]?.busy;
      return busy === undefined ? [] : [busy];
    });
    const slots = meanInstances(round, service, instances, indices) * workers;
    const share = series.reduce((sum, one) => sum + meanAt(one, indices), 0) / slots;
    return series.length === 0 ? [] : [{ resource: 'slots' as const, service, share }];
  });

const threadsOf = (
  { samples, resources }: RoundResult,
  indices: readonly number[],
): readonly (UsedUp & { readonly resource: 'thread' })[] =>
  Object.entries(samples.processes).map(([process, { cpu }]) => ({
    resource: 'thread',
    service: resources.find((one) => one.process === process)?.service ?? process,
    process,
    share: meanAt(cpu, indices),
  }));

const machineOf = ({ machine }: RoundResult): readonly UsedUp[] => {
  if (machine === null) return [];
  const share = Math.min(1, machine.own + (machine.others ?? 0) + (machine.stolen ?? 0));
  return share < scarce.machine ? [] : [{ resource: 'machine', share }];
};

const brokerOf = ({ states }: RoundResult): readonly UsedUp[] =>
  [...new Set(states.map(({ name }) => name))]
    .filter((name) => name.startsWith(blockedPrefix))
    .map((name) => ({ resource: 'broker', reason: name.slice(blockedPrefix.length) }));

/** Messages that pile up, though nothing that takes them is used up: the prefetch, or the broker itself. */
const deliveryOf = ({ samples }: RoundResult, indices: readonly number[]): readonly UsedUp[] => {
  const quarter = Math.floor(indices.length / 4);
  if (quarter === 0) return [];
  const [first, last] = [indices.slice(0, quarter), indices.slice(-quarter)].map((part) =>
    meanAt(samples.backlog, part),
  );
  const waiting = Math.round(last ?? 0);
  return waiting >= leastWaiting && waiting > 2 * (first ?? 0) ? [{ resource: 'delivery', waiting }] : [];
};

const fullestFirst = (a: { readonly share: number }, b: { readonly share: number }): number =>
  b.share - a.share;

/**
 * What a round used up, from the samples of its measured time: what is nearest to being the cause first. Connections are not among
 * it, for no style bounds them. Empty where nothing was scarce, or where an older result has no samples of it.
 * @param capacity what the contestant had, by service
 */
export const usedUpIn = (
  round: RoundResult,
  capacity: Readonly<Record<string, Slots>>,
): readonly UsedUp[] => {
  const indices = measuredIn(round);
  const slots = slotsOf(round, capacity, indices).filter(({ share }) => share >= scarce.slots);
  const threads = threadsOf(round, indices).filter(({ share }) => share >= scarce.thread);
  const machine = machineOf(round);
  // On a machine without a free processor everything takes longer, so that slots are full as well: the machine is the cause.
  const found = [
    ...brokerOf(round),
    ...machine,
    ...threads.toSorted(fullestFirst),
    ...slots.toSorted(fullestFirst),
  ];
  return found.length > 0 ? found : deliveryOf(round, indices);
};

const percent = (share: number): string => `${(share * 100).toFixed(0)}%`;

/** In words that stand within a sentence. */
export const showUsedUp = (used: UsedUp): string => {
  switch (used.resource) {
    case 'slots':
      return `worker slots of ${used.service} (${percent(used.share)} busy)`;
    case 'thread':
      return `thread of ${used.process} (${percent(used.share)} of a core)`;
    case 'machine':
      return `processors of the machine (${percent(used.share)} busy)`;
    case 'broker':
      return `broker (blocked publishers: ${used.reason})`;
    case 'delivery':
      return `delivery of messages (${used.waiting} waited though there were slots for them: prefetch or broker)`;
  }
};
