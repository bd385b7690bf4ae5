import type { RunResult } from '../analysis/result.ts';
import type { SweepPoint } from '../analysis/sweep-point.ts';
import { contestantNames, evidenceOf, medianOf, outcomesOf } from './evidence.ts';

/** What each contestant of a run did at the one rate of that run. */
const sweepPointsOf = (result: RunResult, perSecond: number): readonly SweepPoint[] =>
  contestantNames(result).map((contestant) => {
    const median = (metric: string): number | 'never' | null => medianOf(result, contestant, metric, 'all');
    const [p50, p95, rate] = ['completed.p50', 'completed.p95', 'rate.completed'].map(median);
    const plain = (value: number | 'never' | null | undefined): number | null =>
      typeof value === 'number' ? value : null;
    const outcomes = outcomesOf(result, contestant);
    return {
      ...{ contestant, perSecond, completedP50: plain(p50), completedP95: plain(p95) },
      never: [...(p50 === 'never' ? ['completedP50'] : []), ...(p95 === 'never' ? ['completedP95'] : [])],
      completedRate: plain(rate),
      unservedShare: outcomes === null || outcomes.sent === 0 ? 0 : outcomes.unserved / outcomes.sent,
      valid: evidenceOf(result, contestant).valid,
    };
  });

/** Runs of one scenario at several rates as one result: the run at the highest rate, and a point per rate and contestant. */
export const sweptResult = (
  runs: readonly { readonly result: RunResult; readonly perSecond: number }[],
): RunResult => {
  const ascending = runs.toSorted((a, b) => a.perSecond - b.perSecond);
  const last = ascending.at(-1);
  if (last === undefined) throw new Error('a sweep of no runs');
  const { result, perSecond } = last;
  const { scenario } = result;
  const verdicts = ascending.map((run) => run.result.verdict);
  return {
    ...result,
    scenario: {
      ...scenario,
      name: scenario.name.replace(/-at-[\d.]+$/, '-sweep'),
      title: scenario.title.replace(/: at [\d.]+\/s$/, ': swept'),
    },
    startedAt: ascending[0]!.result.startedAt,
    verdict: verdicts.includes('invalid') ? 'invalid' : 'pass',
    warnings: [
      `This is a sweep over ${ascending.length} rates: only the curves over the offered rate show all of them, everything else is the run at ${perSecond}/s.`,
      ...ascending.flatMap((run) => run.result.reasons.map((reason) => `at ${run.perSecond}/s: ${reason}`)),
    ],
    sweep: ascending.flatMap((run) => sweepPointsOf(run.result, run.perSecond)),
  };
};
