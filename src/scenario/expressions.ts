import type { ScenarioDocument } from './document.ts';
import { parseExpression, type Vocabulary } from './language/expression.ts';
import { ExpressionError } from './language/tokens.ts';
import type { Problem } from './problem.ts';
import type { Expression } from './scenario.ts';

/** Reads `hypotheses` or `budgets`: every name, phase and unit is checked before anything runs. */
export const readExpressions = (
  key: 'hypotheses' | 'budgets',
  written: readonly string[],
  vocabulary: Vocabulary,
  document: ScenarioDocument,
): { readonly expressions: readonly Expression[]; readonly problems: readonly Problem[] } => {
  const expressions: Expression[] = [];
  const problems: Problem[] = [];
  for (const [index, text] of written.entries()) {
    const path = [key, index];
    try {
      const parsed = parseExpression(text, vocabulary);
      expressions.push({ text: text.trim(), parsed, ...document.position(path) });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push(document.within(path, error.at, error.length, error.message));
    }
  }
  return { expressions, problems };
};
