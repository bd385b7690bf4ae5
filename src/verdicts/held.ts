import type { RoundResult } from '../result/round.ts';
import type { Expression } from '../scenario/scenario.ts';
import { UsageError } from '../shared/errors.ts';
import { judgeBudgets } from './budgets.ts';

/** The budgets that say something of a contestant. */
const budgetsOf = (contestant: string, budgets: readonly Expression[]): readonly Expression[] =>
  budgets.filter(({ parsed }) => parsed.forEach || parsed.contestants.includes(contestant));

export interface Held {
  /** Whether no budget failed; null where none failed and one could not be decided. */
  readonly held: boolean | null;
  /** The budgets that failed or could not be decided, with what was measured. */
  readonly broken: readonly string[];
}

/** Whether the budgets that say something of a contestant all held in its rounds. A warning is no failure, as in a run. */
export const heldBudgets = (
  rounds: readonly RoundResult[],
  budgets: readonly Expression[],
  contestant: string,
): Held => {
  const judged = judgeBudgets(rounds, budgetsOf(contestant, budgets), [contestant]);
  const broken = judged.filter(({ verdict }) => verdict === 'fail' || verdict === 'invalid');
  const failed = broken.some(({ verdict }) => verdict === 'fail');
  return {
    held: failed ? false : broken.length > 0 ? null : true,
    broken: broken.map(({ text, detail, verdict }) =>
      verdict === 'fail' ? `${text} (${detail})` : `${text} is not decided (${detail})`,
    ),
  };
};

/**
 * Refuses budgets by which one contestant alone cannot be judged, and a contestant of which none of them says anything. Throws a
 * UsageError.
 */
export const assertAskable = (budgets: readonly Expression[], contestants: readonly string[]): void => {
  for (const contestant of contestants) {
    const own = budgetsOf(contestant, budgets);
    for (const { text, parsed } of own) {
      if (parsed.usesBaseline)
        throw new UsageError(
          `the budget \`${text}\` compares with a baseline, which was measured at one rate; ask with --budget for a value, such as --budget 'completed.p95 < 500ms'`,
        );
      const other = parsed.contestants.find((name) => name !== contestant);
      if (other !== undefined)
        throw new UsageError(
          `the budget \`${text}\` compares ${contestant} with ${other}, and each is looked at by itself; ask with --budget for a value, such as --budget 'completed.p95 < 500ms'`,
        );
    }
    if (own.length === 0)
      throw new UsageError(
        `no budget says anything of ${contestant}; add one for all, such as --budget 'completed.p95 < 500ms', or leave ${contestant} out by naming the others with --only`,
      );
  }
};
