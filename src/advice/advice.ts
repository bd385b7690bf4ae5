import type { RunResult } from '../result/run.ts';
import type { Answers } from './answers.ts';
import { type Judgement, judgeRun } from './decide.ts';
import type { Varied } from './plan-advice.ts';
import { type Turn, turnsOf } from './turns.ts';

/** A run with another value of the input that was varied. */
export interface MeasuredPoint {
  readonly value: number;
  readonly words: string;
  readonly answers: Answers;
  readonly result: RunResult;
}

/** What answers and runs come to. */
export interface Advice extends Judgement {
  readonly answers: Answers;
  readonly result: RunResult;
  readonly turns: readonly Turn[];
  readonly varied: Varied;
  /** In the order of their values; the run of the answers is not among them. */
  readonly points: readonly (MeasuredPoint & { readonly judgement: Judgement })[];
}

/** The advice: a pure function from answers and results. */
export const adviceOf = (
  answers: Answers,
  result: RunResult,
  varied: Varied,
  points: readonly MeasuredPoint[],
): Advice => {
  const judgement = judgeRun(answers, result);
  return {
    ...judgement,
    answers,
    result,
    varied,
    turns: turnsOf(answers, result, judgement),
    points: points
      .toSorted((a, b) => a.value - b.value)
      .map((point) => ({ ...point, judgement: judgeRun(point.answers, point.result) })),
  };
};
