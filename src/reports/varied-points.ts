import type { RunResult, VariedPoint } from '../result/run.ts';
import { sweepPointsOf } from './sweep-points.ts';

/** A run of a scenario with one value in each of the places that are varied. */
export interface RunAtValues {
  readonly result: RunResult;
  /** As they were given, in the order of the places. */
  readonly at: readonly string[];
  /** Offered by the scenario on average, per second. */
  readonly perSecond: number;
}

/** What a sweep over values is called, and which places it varied. */
export interface Varied {
  readonly name: string;
  readonly title: string;
  /** Dotted. */
  readonly paths: readonly string[];
}

const pointsOf = ({ result, at, perSecond }: RunAtValues): readonly VariedPoint[] =>
  sweepPointsOf(result, perSecond).map((point) => ({ ...point, at: [...at] }));

/**
 * Runs of one scenario with different values as one result: the last run, and a point per run and contestant. Budgets are judged run by
 * run; that some break with some values is what a sweep is for, so only an invalid run makes it invalid. Throws for no runs.
 */
export const variedResult = (runs: readonly RunAtValues[], { name, title, paths }: Varied): RunResult => {
  const last = runs.at(-1);
  if (last === undefined) throw new Error('a sweep of no runs');
  const place = (at: readonly string[]): string =>
    paths.map((path, index) => `${path}=${at[index] ?? ''}`).join(' ');
  const reasonsWhere = (isMeant: (verdict: RunResult['verdict']) => boolean): readonly string[] =>
    runs
      .filter(({ result }) => isMeant(result.verdict))
      .flatMap(({ result, at }) => result.reasons.map((reason) => `with ${place(at)}: ${reason}`));
  const unsound = reasonsWhere((verdict) => verdict === 'invalid');
  return {
    ...last.result,
    scenario: { ...last.result.scenario, name: `${name}-sweep`, title: `${title}: swept` },
    startedAt: runs[0]?.result.startedAt ?? last.result.startedAt,
    verdict: unsound.length > 0 ? 'invalid' : 'pass',
    reasons: unsound,
    budgets: [],
    warnings: [
      `This is a sweep over ${runs.length} runs: only the curves over ${paths.join(' and ')} show all of them, everything else is the run with ${place(last.at)}.`,
      ...reasonsWhere((verdict) => verdict !== 'invalid'),
    ],
    varied: { paths: [...paths], points: runs.flatMap(pointsOf) },
  };
};
