import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { contestantNames, drawnRounds } from '../medians.ts';

/** The round that charts over time draw for a contestant. */
export interface ShownRound {
  readonly name: string;
  /** From 0: decides colour and dash. */
  readonly position: number;
  readonly round: RoundResult;
}

/** One round per contestant that has any, in the order of the scenario. */
export const shownRounds = (result: RunResult): readonly ShownRound[] => {
  const names = contestantNames(result);
  return drawnRounds(result).map((round) => ({
    name: round.contestant,
    position: names.indexOf(round.contestant),
    round,
  }));
};

/** For a subtitle: which round, out of how many, and whether it counts. */
export const whichRound = (result: RunResult): string => {
  const shown = shownRounds(result);
  const invalid = shown.filter(({ round }) => !round.valid).map(({ name }) => name);
  const numbers = [...new Set(shown.map(({ round }) => round.round))];
  const which = numbers.length === 1 ? `round ${numbers[0] ?? 1}` : 'first valid round of each';
  const doubt = invalid.length === 0 ? '' : `; the round of ${invalid.join(' and of ')} is invalid`;
  return `${which} of ${result.scenario.rounds}${doubt}`;
};
