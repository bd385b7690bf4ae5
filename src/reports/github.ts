import type { BudgetResult, RunResult } from '../analysis/result.ts';
import { markdown } from './markdown.ts';
import type { Report } from './report.ts';

// Workflow commands end at a line break, their properties also at a colon or a comma.
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

interface Place {
  readonly line: number;
  readonly column: number;
}

const annotation = (
  file: string,
  level: 'error' | 'warning' | 'notice',
  { line, column }: Place,
  title: string,
  text: string,
): string =>
  `::${level} file=${property(file)},line=${line},col=${column},title=${property(title)}::${data(text)}`;

const budgetLevels: Readonly<Partial<Record<BudgetResult['verdict'], 'error' | 'warning'>>> = {
  fail: 'error',
  invalid: 'error',
  warn: 'warning',
};

/** Workflow commands that GitHub shows at the line of the scenario; nothing for what went well. */
const toAnnotations = (result: RunResult): string => {
  const { file } = result.scenario;
  const budgets = result.budgets.flatMap((budget) => {
    const level = budgetLevels[budget.verdict];
    if (level === undefined) return [];
    return [annotation(file, level, budget, `Budget: ${budget.verdict}`, `${budget.text}: ${budget.detail}`)];
  });
  const hypotheses = result.hypotheses
    .filter(({ verdict }) => verdict !== 'supported')
    .map((one) =>
      annotation(file, 'notice', one, `Hypothesis: ${one.verdict}`, `${one.text}: ${one.detail}`),
    );
  const start = { line: 1, column: 1 };
  const invalid = result.verdict === 'invalid' ? result.reasons : [];
  return [
    ...invalid.map((reason) => annotation(file, 'error', start, 'Run: invalid', reason)),
    ...budgets,
    ...hypotheses,
  ]
    .map((line) => `${line}\n`)
    .join('');
};

export const githubAnnotations: Report = { name: 'github', file: null, render: toAnnotations };

/** For `$GITHUB_STEP_SUMMARY`. */
export const githubSummary: Report = { name: 'github-summary', file: null, render: markdown.render };
