import { parseExpression } from '../../src/scenario/language/expression.ts';
import type { Expression } from '../../src/scenario/scenario.ts';

/** Hypotheses or budgets as the scenario loader would read them, one below the other. */
export const expressionsAt = (texts: readonly string[], line = 1, column = 1): readonly Expression[] =>
  texts.map((text, index) => ({ text, parsed: parseExpression(text), line: line + index, column }));
