import type { PhaseName } from '../../result/figures.ts';
import type { RunResult } from '../../result/run.ts';
import { parseExpression } from '../../scenario/language/expression.ts';

/** A budget that sets a limit to one percentile and can be drawn as a line. */
export interface BudgetLine {
  readonly text: string;
  readonly milestone: string;
  /** null: the whole measured time. */
  readonly phase: PhaseName | null;
  readonly limitMs: number;
}

const lineOf = (text: string): BudgetLine[] => {
  const { left, right, operator } = parseExpression(text);
  const [limited, limit] = operator.startsWith('<') ? [left, right] : [right, left];
  if (limited.kind !== 'metric' || limited.stage !== null || limit.kind !== 'number' || limit.unit !== 'ms')
    return [];
  const [milestone = ''] = limited.metric.split('.');
  return [{ text, milestone, phase: limited.phase, limitMs: limit.value }];
};

/** Budgets of another form, with arithmetic or a baseline, have no place on the axis; the page lists them all. */
export const budgetLines = ({ budgets }: RunResult): readonly BudgetLine[] =>
  budgets.flatMap(({ text }) => {
    try {
      return lineOf(text);
    } catch {
      // Written in the language of another version: it cannot be drawn, and is listed all the same.
      return [];
    }
  });
