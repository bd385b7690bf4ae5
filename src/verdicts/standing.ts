import { countingRounds } from '../analysis/counting-rounds.ts';
import type { BudgetResult, HypothesisResult, RunResult } from '../result/run.ts';
import { parseExpression } from '../scenario/language/expression.ts';
import { verdictOf } from './verdict.ts';

/** Contestants of which no round counts: none was measured, or all were cut short or invalid. */
const unmeasured = ({ rounds, scenario }: RunResult): readonly string[] =>
  scenario.contestants.map(({ name }) => name).filter((name) => countingRounds(rounds, name).length === 0);

/** Those of the contestants that a text speaks of; one that cannot be read may speak of all. */
const spokenOf = (text: string, contestants: readonly string[]): readonly string[] => {
  try {
    const { forEach, contestants: named } = parseExpression(text);
    return forEach ? contestants : contestants.filter((name) => named.includes(name));
  } catch {
    return contestants;
  }
};

const nothingOf = (contestants: readonly string[]): string =>
  `no valid round of ${contestants.join(' or ')} was measured`;

/** What was decided about contestants without rounds is open; what they cannot have touched stays. */
const opened = <T extends BudgetResult | HypothesisResult>(
  items: readonly T[],
  missing: readonly string[],
  open: (item: T, detail: string) => T,
): readonly T[] =>
  items.map((item) => {
    const about = spokenOf(item.text, missing);
    return about.length === 0 ? item : open(item, nothingOf(about));
  });

const openBudget = (budget: BudgetResult, detail: string): BudgetResult =>
  budget.verdict === 'invalid' ? budget : { ...budget, verdict: 'invalid', value: null, detail };
const openHypothesis = (hypothesis: HypothesisResult, detail: string): HypothesisResult =>
  hypothesis.verdict === 'inconclusive' ? hypothesis : { ...hypothesis, verdict: 'inconclusive', detail };

const noRounds = ({ rounds, scenario }: RunResult, missing: readonly string[]): readonly string[] => {
  if (rounds.length === 0 || scenario.contestants.length === 0) return ['No round was measured.'];
  return missing.map((name) =>
    rounds.some(({ contestant }) => contestant === name)
      ? `No round of ${name} is whole and valid.`
      : `No round of ${name} was measured.`,
  );
};

/**
 * The result with no better verdict than its rounds bear out. A file says what it likes: one without rounds, or with none
 * that is whole and valid, is no pass, whatever stands in it, and its budgets and hypotheses are open. A result that a run
 * wrote is returned as it is.
 */
export const standing = (result: RunResult): RunResult => {
  const missing = unmeasured(result);
  const budgets = opened(result.budgets, missing, openBudget);
  const hypotheses = opened(result.hypotheses, missing, openHypothesis);
  const judged = verdictOf({
    rounds: result.rounds,
    budgets,
    untested: noRounds(result, missing),
  });
  const same = judged.verdict === result.verdict || judged.verdict === 'pass' || result.verdict === 'invalid';
  const { verdict, reasons } = same ? result : judged;
  return { ...result, budgets, hypotheses, verdict, reasons };
};
