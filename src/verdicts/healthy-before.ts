import { countingRounds } from '../analysis/counting-rounds.ts';
import type { RoundResult } from '../analysis/result.ts';
import type { Comparable } from '../scenario/language/expression.ts';

/** Beyond this share of unserved requests there is nothing left that a fault could show itself on. */
const mostUnserved = 0.5;

/**
 * Why these rounds cannot tell the effect of a fault: a contestant that the hypothesis speaks of had left more than half of
 * its requests unserved before the fault struck. null when all were healthy, without a fault, and where nothing was due before it.
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
