import { type Bottleneck, bottlenecksOf } from '../analysis/bottleneck.ts';
import type { RunResult } from '../result/run.ts';
import { lengthOf } from '../shared/stages.ts';
import { figuresOf } from './medians.ts';

/** Something that a contestant had hardly any more of, so that requests waited for it. */
export interface UsedUp extends Bottleneck {
  /** The service that would have more of it with more instances; null for the machine and the broker. */
  readonly service: string | null;
}

/**
 * Where a rate is not held, what is nearest to its end is looked for, and not only what is quite full: a queue waits u / (1 − u) times
 * as long as its work takes when it is used to u, so at four fifths four times.
 */
const scarce = { use: 0.8, waiting: 0 } as const;

/** What the last of the rounds that a report shows of a contestant used up, the fullest first. */
export const usedUpOf = ({ scenario, ...result }: RunResult, contestant: string): readonly UsedUp[] => {
  const round = figuresOf({ ...result, scenario }, contestant).rounds.at(-1);
  const own = scenario.contestants.find(({ name }) => name === contestant);
  if (round === undefined || own === undefined) return [];
  const { prefetch } = own.policies;
  const found = bottlenecksOf({
    round,
    capacity: own.capacity,
    prefetch: typeof prefetch === 'number' ? prefetch : null,
    loadEndsMs: lengthOf(scenario.load.stages),
    least: scarce,
  });
  const serviceOf = ({ kind, where }: Bottleneck): string | null => {
    if (kind === 'process') return round.resources.find(({ process }) => process === where)?.service ?? null;
    return kind === 'slots' || kind === 'prefetch' ? where : null;
  };
  return found
    .map((one) => ({ ...one, service: serviceOf(one) }))
    .toSorted((a, b) => b.used * a.of - a.used * b.of);
};

const percent = ({ used, of }: Bottleneck): string => `${((100 * used) / of).toFixed(0)}%`;

/** In words that stand within a sentence. */
export const showUsedUp = (used: UsedUp): string => {
  switch (used.kind) {
    case 'slots':
      return `worker slots of ${used.where} (${percent(used)} busy)`;
    case 'prefetch':
      return `prefetch of ${used.where} (${percent(used)} in hand, ${used.waiting.toFixed(0)} messages waiting)`;
    case 'process':
      return `processor of ${used.where} (${percent(used)} of the core that its code can use)`;
    case 'machine':
      return `processors of the machine (${percent(used)} busy)`;
    case 'broker':
      return `broker (${used.waiting.toFixed(0)} messages waiting in outboxes)`;
  }
};
