import type { PhaseName } from '../../result/figures.ts';
import type { RunResult } from '../../result/run.ts';
import { contestantNames, hasRequests, medianOf } from '../medians.ts';
import { showFigure } from './show-figure.ts';

/** The phase that a run is about: the fault where there was one. */
export const shownPhase = (result: RunResult): PhaseName =>
  result.rounds.some((round) => round.phases.during.windows.length > 0) ? 'during' : 'all';

export interface RankFigures {
  readonly rank: 'p95' | 'p50';
  /** By contestant, in order; null without support. */
  readonly values: readonly (number | 'never' | null)[];
}

/** p95 where every contestant that has a median has it too, else the median: like is compared with like. */
export const rankFigures = (
  result: RunResult,
  milestone: 'accepted' | 'completed',
  phase: PhaseName,
): RankFigures => {
  const of = (rank: 'p95' | 'p50') =>
    contestantNames(result).map((name) => medianOf(result, name, `${milestone}.${rank}`, phase));
  const [p95, p50] = [of('p95'), of('p50')];
  const supported = p95.every((value, index) => value !== null || p50[index] === null);
  return supported ? { rank: 'p95', values: p95 } : { rank: 'p50', values: p50 };
};

/** `http never, events 3.87 s`. */
export const inTurn = (result: RunResult, values: RankFigures['values'], phase: PhaseName): string =>
  contestantNames(result)
    .map((name, index) => {
      const value = values[index] ?? null;
      if (value !== null) return `${name} ${showFigure(value)}`;
      return `${name} ${hasRequests(result, name, phase) ? 'too few samples' : 'nothing to measure'}`;
    })
    .join(', ');

/** What a chart of latencies says about one milestone. */
export const latencyFinding = (result: RunResult, milestone: 'accepted' | 'completed'): string => {
  const phase = shownPhase(result);
  const { rank, values } = rankFigures(result, milestone, phase);
  const what = milestone === 'accepted' ? 'Accepted' : 'Completed';
  return `${what} latency ${rank}${phase === 'during' ? ' during the fault' : ''}: ${inTurn(result, values, phase)}`;
};
