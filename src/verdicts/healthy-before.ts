import { countingRounds } from '../analysis/counting-rounds.ts';
import { metricNamed } from '../analysis/metrics.ts';
import { addOutcomes } from '../audit/totals.ts';
import type { RoundResult } from '../result/round.ts';
import type { Comparable } from '../scenario/language/expression.ts';
import { metricsOf } from '../scenario/language/syntax.ts';

/** Beyond this share of unserved requests there is nothing left that a fault could show itself on. */
const mostUnserved = 0.5;

/**
 * Why these rounds cannot tell the effect of a fault: a contestant that the hypothesis speaks of had left more than half of
 * its requests unserved before the fault was injected. null when all were healthy, without a fault, and where nothing was due before it.
 */
export const unhealthyBefore = (
  { contestants }: Pick<Comparable, 'contestants'>,
  rounds: readonly RoundResult[],
  contestant: string | null,
): string | null => {
  const names = [...new Set([...contestants, ...(contestant === null ? [] : [contestant])])];
  for (const name of names) {
    for (const { round, phases } of countingRounds(rounds, name)) {
      const { sent, unserved } = phases.before.outcomes;
      if (phases.during.windows.length === 0 || sent === 0 || unserved <= mostUnserved * sent) continue;
      return `${unserved} of ${sent} requests of ${name} went unserved in round ${round} already before the fault, so its effect cannot be told`;
    }
  }
  return null;
};

/** Whether a metric can be told without the time before the fault: it looks at a later phase, or is a count. */
const canLeaveOut = ({ metric, phase, stage }: ReturnType<typeof metricsOf>[number]): boolean => {
  // A stage of the load may begin before the faults.
  if (stage !== null) return false;
  if (phase === 'during' || phase === 'after') return true;
  const definition = metricNamed(metric);
  return phase !== 'before' && definition?.kind === 'exact' && definition.byPhase;
};

/**
 * The rounds as if nothing had been due before the fault, to see whether a refutation rests on that time. null where the
 * comparison has a figure that cannot be told without it: one of `before` itself, or a time or a rate of the whole round.
 */
export const leavingOutBefore = (
  { left, right }: Pick<Comparable, 'left' | 'right'>,
  rounds: readonly RoundResult[],
): readonly RoundResult[] | null => {
  if (![...metricsOf(left), ...metricsOf(right)].every(canLeaveOut)) return null;
  return rounds.map((round) => {
    const { all, during, after } = round.phases;
    const outcomes = addOutcomes([during.outcomes, after.outcomes]);
    return { ...round, phases: { ...round.phases, all: { ...all, outcomes } } };
  });
};
