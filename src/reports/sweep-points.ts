import { isHeld } from '../analysis/sweep.ts';
import type { RunResult, SweepPoint } from '../result/run.ts';
import type { Expression } from '../scenario/scenario.ts';
import { heldBudgets } from '../verdicts/held.ts';
import { contestantNames, figuresOf, medianOf, outcomesOf } from './medians.ts';
import { showUsedUp, usedUpOf } from './used-up.ts';

/** What each contestant of a run did at the one rate of that run. `asked` are the budgets that are to hold; null: keeping up is asked. */
export const sweepPointsOf = (
  result: RunResult,
  perSecond: number,
  asked: readonly Expression[] | null = null,
): readonly SweepPoint[] =>
  contestantNames(result).map((contestant) => {
    const median = (metric: string): number | 'never' | null => medianOf(result, contestant, metric, 'all');
    const [p50, p95] = ['completed.p50', 'completed.p95'].map(median);
    const plain = (value: number | 'never' | null | undefined): number | null =>
      typeof value === 'number' ? value : null;
    // What the warm-up handed on makes up for what is handed on at the end; a backlog that grows is not made up for.
    const [own, earlier] = ['rate.completed', 'rate.carriedIn.completed'].map((rate) => plain(median(rate)));
    const outcomes = outcomesOf(result, contestant);
    const point: SweepPoint = {
      contestant,
      perSecond,
      completedP50: plain(p50),
      completedP95: plain(p95),
      never: [...(p50 === 'never' ? ['completedP50'] : []), ...(p95 === 'never' ? ['completedP95'] : [])],
      completedRate: own === null || own === undefined ? null : own + (earlier ?? 0),
      offeredRate: plain(median('rate.offered')),
      unservedShare: outcomes === null || outcomes.sent === 0 ? 0 : outcomes.unserved / outcomes.sent,
      valid: figuresOf(result, contestant).valid,
      ...(asked === null ? {} : heldBudgets(result.rounds, asked, contestant)),
    };
    if (isHeld(point) || !point.valid) return point;
    return { ...point, usedUp: usedUpOf(result, contestant).map(showUsedUp) };
  });

/** A run with one offered rate, per second. */
export interface RunAtRate {
  readonly result: RunResult;
  readonly perSecond: number;
}

/**
 * Runs of one scenario at several rates as one result: the run at the highest rate, and a point per rate and contestant. Budgets
 * are judged run by run; that some break at a high rate is what a sweep is for, so only an invalid run makes it invalid.
 */
export const sweptResult = (
  runs: readonly RunAtRate[],
  asked: readonly Expression[] | null = null,
): RunResult => {
  const ascending = runs.toSorted((a, b) => a.perSecond - b.perSecond);
  const last = ascending.at(-1);
  if (last === undefined) throw new Error('a sweep of no runs');
  const { result, perSecond } = last;
  const { scenario } = result;
  const ratesWhere = (of: (verdict: RunResult['verdict']) => boolean): readonly string[] =>
    ascending
      .filter((run) => of(run.result.verdict))
      .flatMap((run) => run.result.reasons.map((reason) => `at ${run.perSecond}/s: ${reason}`));
  const unsound = ratesWhere((verdict) => verdict === 'invalid');
  return {
    ...result,
    scenario: {
      ...scenario,
      name: scenario.name.replace(/-at-[\d.]+$/, '-sweep'),
      title: scenario.title.replace(/: at [\d.]+\/s$/, ': swept'),
    },
    startedAt: ascending[0]!.result.startedAt,
    verdict: unsound.length > 0 ? 'invalid' : 'pass',
    reasons: unsound,
    budgets: [],
    warnings: [
      `This is a sweep over ${ascending.length} runs: only the curves over the offered rate show all of them, everything else is the run at ${perSecond}/s.`,
      // Of budgets that were asked, the points themselves tell.
      ...(asked === null ? ratesWhere((verdict) => verdict !== 'invalid') : []),
    ],
    sweep: ascending.flatMap((run) => sweepPointsOf(run.result, run.perSecond, asked)),
  };
};
