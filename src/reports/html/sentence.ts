import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { drawnRounds, figuresOf } from '../medians.ts';
import type { Phrase } from '../phrases.ts';

/** One sentence of the account, with the figures that it rests on and the place where they can be seen. */
export interface Sentence extends Phrase {
  /** Id of a chart, or of a section of the page. */
  readonly chart: string;
  /** Moment in that chart, ms from the end of the warm-up; null: the whole of it. */
  readonly atMs: number | null;
  /** Where the number stands in `result.json`. */
  readonly source: string;
}

/** Gives the sentences whose condition holds; none where it does not apply. */
export type Rule = (result: RunResult) => readonly Sentence[];

/** A median more than this many times that before the fault counts as delayed. */
export const delayed = 2;

/** A rule about each contestant that has a valid round, with the round that the charts draw. */
export const perContestant =
  (sentencesOf: (result: RunResult, name: string, round: RoundResult) => readonly Sentence[]): Rule =>
  (result) =>
    drawnRounds(result).flatMap((round) =>
      figuresOf(result, round.contestant).valid ? sentencesOf(result, round.contestant, round) : [],
    );

/** When the first fault of a round was injected; null where none was. */
export const firstInjection = ({ faults }: RoundResult): number | null =>
  faults.find(({ applies, struckAt }) => applies && struckAt !== null)?.struckAt ?? null;
