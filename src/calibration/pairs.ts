import { countingRounds } from '../analysis/counting-rounds.ts';
import type { RoundResult } from '../result/round.ts';

export type Pair = readonly [RoundResult, RoundResult];

/** Rounds of two contestants with the same number, where both are valid. */
export const pairsOf = (rounds: readonly RoundResult[], a: string, b: string): readonly Pair[] => {
  const others = new Map(countingRounds(rounds, b).map((round) => [round.round, round]));
  return countingRounds(rounds, a).flatMap((first) => {
    const second = others.get(first.round);
    return second === undefined ? [] : [[first, second] as const];
  });
};
