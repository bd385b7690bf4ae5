import { UsageError } from '../shared/errors.ts';
import { parseExpression } from './language/expression.ts';
import type { Scenario } from './scenario.ts';

/**
 * The scenario with another offered rate for all contestants, for as long as its load lasts. Its hypotheses speak of another
 * load and are left out, and so are budgets against a baseline. Throws for a closed loop, which offers no rate.
 */
export const atRate = (scenario: Scenario, perSecond: number): Scenario => {
  const { file, name, title, load, contestants, budgets } = scenario;
  if (load.saturate !== null)
    throw new UsageError(`${file}: a closed loop has no rate to vary; take a scenario with \`load.rate\``);
  const forMs = load.stages.reduce((sum, stage) => sum + stage.forMs, 0);
  return {
    ...scenario,
    name: `${name}-at-${perSecond}`,
    title: `${title}: at ${perSecond}/s`,
    contestants: contestants.map(({ own: { perSecond: _, ...own }, ...rest }) => ({ ...rest, own })),
    load: { ...load, stages: [{ perSecond, forMs }] },
    hypotheses: [],
    budgets: budgets.filter(({ text }) => !parseExpression(text).usesBaseline),
  };
};
