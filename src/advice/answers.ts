import type { WorkTime } from '../workflow/simulated-work.ts';

/** Something that breaks for a while, and then again after as long as `everyMs`. */
export interface Trouble {
  readonly forMs: number;
  /** From one beginning to the next. */
  readonly everyMs: number;
}

/** What somebody says of their own system: the questions of `tandem advise`, answered. */
export interface Answers {
  /** A workflow by its name, or the path of one. */
  readonly workflow: string;
  /** The service of the slowest step; it is also the one that breaks. */
  readonly service: string;
  readonly work: WorkTime;
  /** Steps of that service that are worked on at the same time, all instances together. */
  readonly workers: number;
  readonly perSecond: number;
  readonly peak: { readonly perSecond: number; readonly forMs: number } | null;
  /** The user must learn the outcome in the answer itself. */
  readonly inAnswer: boolean;
  /** 95% of the users must know the outcome so soon. */
  readonly toldWithinMs: number;
  /** Share of the requests that may be lost without a true word to anybody, 0 to 1. */
  readonly mayLose: number;
  /** Share of the requests that may be told no and owe nothing, 0 to 1. */
  readonly mayFail: number;
  /** The service is away. */
  readonly outage: Trouble | null;
  /** Each step of the service takes so much longer. */
  readonly slow: (Trouble & { readonly addMs: number }) | null;
  /** The broker is away. */
  readonly broker: Trouble | null;
}

/** Mean of the lognormal work, ms; the median would promise more than the workers can do. */
const meanWorkMs = ({ medianMs, p99Ms }: WorkTime): number => {
  if (medianMs <= 0) return 0;
  const sigma = Math.log(p99Ms / medianMs) / 2.3263;
  return medianMs * Math.exp(sigma ** 2 / 2);
};

const usualWorkers = 32;
/** Beyond this share of its workers a service queues more than it works. */
const comfortable = 0.5;

/** Workers of a service whose owner did not say: a usual pool, or what the rate needs where that is more. */
export const workersFor = (perSecond: number, work: WorkTime): number =>
  Math.max(usualWorkers, Math.ceil((perSecond * meanWorkMs(work)) / (1_000 * comfortable)));

/** Steps per second that the service can do at most; Infinity without work. */
export const capacityOf = ({ workers, work }: Pick<Answers, 'workers' | 'work'>): number => {
  const mean = meanWorkMs(work);
  return mean === 0 ? Number.POSITIVE_INFINITY : (workers * 1_000) / mean;
};
