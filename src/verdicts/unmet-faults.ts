import { lastAttempts } from '../analysis/counting-rounds.ts';
import type { RoundResult } from '../result/round.ts';

type Round = Pick<RoundResult, 'contestant' | 'round' | 'attempt'> & {
  readonly faults: readonly { readonly type: string; readonly target: string; readonly applies: boolean }[];
};

/**
 * Faults for which no contestant has the part, one sentence each: a link written the wrong way round, for instance. For a
 * single contestant that is no mistake, since a call chain has no broker; for all of them nothing was tested.
 * Empty while a contestant has no round yet.
 */
export const unmetFaults = (rounds: readonly Round[], contestants: readonly string[]): readonly string[] => {
  const last = lastAttempts(rounds);
  if (!contestants.every((name) => last.some(({ contestant }) => contestant === name))) return [];
  const all = last.flatMap(({ faults }) => faults);
  const named = new Map(all.map(({ type, target }) => [JSON.stringify([type, target]), { type, target }]));
  return [...named.values()].flatMap(({ type, target }) => {
    const met = all.some((fault) => fault.type === type && fault.target === target && fault.applies);
    return met
      ? []
      : [
          `The fault ${type} on ${target} acts on a part that no contestant has; check the target, and for a link its direction (a→b are the connections that a opens).`,
        ];
  });
};
