import type { PairedFigure, RunResult } from '../../src/result/run.ts';
import { roundLiteral } from './round-literal.ts';

/** A run of two builds, told by how much slower the head is in each pair, as a logarithm; null: it never got there. */
export interface GateRun {
  readonly p50: readonly (number | null)[];
  /** Median of the base, ms. */
  readonly baseMs?: number;
  /** Requests that base and head lost, all in the first pair. */
  readonly lost?: readonly [base: number, head: number];
}

const sides = ['http@main', 'http'] as const;

export const gateRun = ({
  p50,
  baseMs = 50,
  lost = [0, 0],
}: GateRun): Pick<RunResult, 'rounds' | 'paired'> => ({
  rounds: p50.flatMap((_, index) =>
    sides.map((contestant, side) => {
      const round = roundLiteral({
        contestant,
        round: index + 1,
        outcomes: { lost: index === 0 ? (lost[side] ?? 0) : 0 },
      });
      const { all } = round.phases;
      const completed = { ...all.completed, p50: baseMs };
      return { ...round, phases: { ...round.phases, all: { ...all, completed } } };
    }),
  ),
  paired: p50.map((logRatio, index): PairedFigure => {
    const figure = { round: index + 1, a: sides[0], b: sides[1], metric: 'completed.p50 all', logRatio };
    return logRatio === null ? { ...figure, never: 'b' } : figure;
  }),
});
