import type { RoundResult } from '../result/round.ts';

type Attempt = Pick<RoundResult, 'contestant' | 'round' | 'attempt'>;

/** The last attempt of every round of every contestant, in the order of their first appearance. */
export const lastAttempts = <Round extends Attempt>(rounds: readonly Round[]): readonly Round[] => {
  const last = new Map<string, Round>();
  for (const round of rounds) {
    const key = JSON.stringify([round.contestant, round.round]);
    const known = last.get(key);
    if (known === undefined || round.attempt >= known.attempt) last.set(key, round);
  }
  return [...last.values()];
};

/** The rounds that figures rest on: valid, whole, and not superseded by a repetition. */
export const countingRounds = (rounds: readonly RoundResult[], contestant: string): readonly RoundResult[] =>
  lastAttempts(rounds).filter((round) => round.valid && !round.partial && round.contestant === contestant);
