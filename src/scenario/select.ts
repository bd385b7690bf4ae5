import { clip } from '../shared/clip.ts';
import { UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';
import type { Expression, Scenario } from './scenario.ts';

type Narrowable = Pick<Scenario, 'contestants' | 'hypotheses' | 'budgets'>;

/** Keeps some contestants, and of the hypotheses and budgets those that name no other. */
export const select = <T extends Narrowable>(scenario: T, only: readonly string[]): T => {
  if (only.length === 0) return scenario;
  const names = scenario.contestants.map(({ name }) => name);
  for (const name of only) {
    if (!names.includes(name))
      throw new UsageError(`there is no contestant \`${clip(name)}\`; ${suggest(name, names)}`);
  }
  const decidable = ({ parsed }: Expression): boolean =>
    parsed.contestants.every((name) => only.includes(name));
  return {
    ...scenario,
    contestants: scenario.contestants.filter(({ name }) => only.includes(name)),
    hypotheses: scenario.hypotheses.filter(decidable),
    budgets: scenario.budgets.filter(decidable),
  };
};
