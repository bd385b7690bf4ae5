import type { Samples } from '../result/observations.ts';
import type { ServiceSample } from '../service/protocol.ts';

/** One look at everything that is visible from outside while a round runs. */
export interface Look {
  /** `nowMs()`. */
  readonly at: number;
  /** Messages ready in work queues and delay queues; null while the broker is away. */
  readonly queued: number | null;
  /** Messages ready in the work queue of each role; absent while the broker is away. */
  readonly ready?: Readonly<Record<string, number>>;
  /** Messages in outboxes. */
  readonly owedMessages: number;
  /** Calls still to be made: refunds, requests to be given up. */
  readonly owedCalls: number;
  /** Arrived at a service and not answered or acknowledged. */
  readonly inFlight: number;
  /** Requests of the client that are not over. */
  readonly clientInFlight: number;
  /** Latest sample of each process; absent while it is dead. */
  readonly processes: Readonly<Record<string, ServiceSample>>;
}

/** At most this many points per series go into a result. */
const mostPoints = 240;

/** Of a process with worker slots. */
const slotSeries = (
  looks: readonly Look[],
  name: string,
): Pick<Samples['processes'][string], 'busy' | 'waiting'> => {
  const slots = looks.map(({ processes }) => processes[name]?.slots);
  if (slots.every((one) => one === undefined)) return {};
  return {
    busy: slots.map((one) => one?.busy ?? 0),
    waiting: slots.map((one) => one?.waiting ?? 0),
  };
};

/** Of every role with a work queue; a look at a broker that was away saw nothing in it. */
const queueSeries = (looks: readonly Look[]): Pick<Samples, 'queues'> => {
  const roles = [...new Set(looks.flatMap(({ ready = {} }) => Object.keys(ready)))];
  if (roles.length === 0) return {};
  return {
    queues: Object.fromEntries(roles.map((role) => [role, looks.map(({ ready }) => ready?.[role] ?? 0)])),
  };
};

/** The looks as series, thinned evenly; times in ms from `originMs`. */
export const seriesOf = (looks: readonly Look[], originMs: number, names: readonly string[]): Samples => {
  const every = Math.max(1, Math.ceil(looks.length / mostPoints));
  const kept = looks.filter((_, index) => index % every === 0);
  const cpuShare = (name: string, index: number): number => {
    const now = kept[index]?.processes[name];
    const before = kept[index - 1]?.processes[name];
    if (now === undefined || before === undefined || now.at <= before.at) return 0;
    return Math.max(0, ((now.cpuSeconds - before.cpuSeconds) * 1_000) / (now.at - before.at));
  };
  const round = (value: number): number => Math.round(value * 1_000) / 1_000;
  return {
    t: kept.map(({ at }) => Math.round(at - originMs)),
    backlog: kept.map(({ queued, owedMessages }) => (queued ?? 0) + owedMessages),
    outbox: kept.map(({ owedMessages }) => owedMessages),
    pendingCalls: kept.map(({ owedCalls }) => owedCalls),
    clientInFlight: kept.map(({ clientInFlight }) => clientInFlight),
    processes: Object.fromEntries(
      names.map((name) => [
        name,
        {
          connections: kept.map(({ processes }) => processes[name]?.connections ?? 0),
          inFlight: kept.map(({ processes }) => processes[name]?.inFlight ?? 0),
          cpu: kept.map((_, index) => round(cpuShare(name, index))),
          ...slotSeries(kept, name),
        },
      ]),
    ),
    ...queueSeries(kept),
  };
};
