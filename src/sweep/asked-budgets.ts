import type { LoadOptions } from '../scenario/load.ts';
import { type ModuleCatalogue, parseWithModules } from '../scenario/modules.ts';
import type { Expression, Scenario } from '../scenario/scenario.ts';
import { withValues } from '../scenario/with-values.ts';
import { UsageError } from '../shared/errors.ts';
import { assertAskable } from '../verdicts/held.ts';

/** What must hold at a rate, instead of keeping up with it. */
export interface BudgetFlags {
  /** In the language of a scenario's budgets. */
  readonly budget: readonly string[];
  /** Those of the scenario. */
  readonly budgets?: true;
}

/** A scenario with the budgets that were asked in the place of its own; `asked` is null where none were. */
export interface AskedScenario {
  readonly scenario: Scenario;
  readonly asked: readonly Expression[] | null;
}

/**
 * Reads the budgets that the command line asks as if they stood in the scenario. `base` is the scenario as it was read with `options`.
 * Rejects with a UsageError that names what is wrong, and where.
 */
export const askBudgets = async (
  base: Scenario,
  { budget, budgets }: BudgetFlags,
  catalogue: ModuleCatalogue,
  options: LoadOptions,
): Promise<AskedScenario> => {
  if (budget.length === 0 && budgets === undefined) return { scenario: base, asked: null };
  const own = budgets === undefined ? [] : base.budgets.map(({ text }) => text);
  if (budget.length + own.length === 0)
    throw new UsageError(
      `${base.file}: the scenario has no budgets for these contestants; ask with --budget, for instance --budget 'completed.p95 < 500ms'`,
    );
  const read = async (): Promise<Scenario> => {
    if (budget.length === 0) return base;
    const text = withValues(base.source, [{ path: ['budgets'], value: [...own, ...budget] }]);
    return parseWithModules(text, base.file, catalogue, options);
  };
  const scenario = await read().catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`with --budget, ${base.file} would read:\n${error.message}`, { cause: error });
  });
  assertAskable(
    scenario.budgets,
    scenario.contestants.map(({ name }) => name),
  );
  return { scenario, asked: scenario.budgets };
};
