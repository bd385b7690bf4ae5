import type { BudgetResult, RunResult } from '../result/run.ts';
import { annotation } from './annotation.ts';
import { conclusionOf } from './conclusion.ts';
import { markdown } from './markdown.ts';
import type { Report } from './report.ts';

const budgetLevels: Readonly<Partial<Record<BudgetResult['verdict'], 'error' | 'warning'>>> = {
  fail: 'error',
  invalid: 'error',
  warn: 'warning',
};

/** Workflow commands that GitHub shows at the line of the scenario: the conclusion, then what did not go well. */
const toAnnotations = (result: RunResult): string => {
  const { file } = result.scenario;
  const budgets = result.budgets.flatMap((budget) => {
    const level = budgetLevels[budget.verdict];
    if (level === undefined) return [];
    const { line, column, verdict, text, detail } = budget;
    return [annotation(level, `Budget: ${verdict}`, `${text}: ${detail}`, { file, line, column })];
  });
  const hypotheses = result.hypotheses
    .filter(({ verdict }) => verdict !== 'supported')
    .map(({ line, column, verdict, text, detail }) =>
      annotation('notice', `Hypothesis: ${verdict}`, `${text}: ${detail}`, { file, line, column }),
    );
  const start = { file, line: 1, column: 1 };
  const invalid = result.verdict === 'invalid' ? result.reasons : [];
  const found = conclusionOf(result).map(({ text }) => text);
  return [
    annotation('notice', 'Conclusion', found.join('\n'), start),
    ...invalid.map((reason) => annotation('error', 'Run: invalid', reason, start)),
    ...(result.partial
      ? [
          annotation(
            'error',
            'Run: interrupted',
            'It was interrupted; what it measured until then is kept.',
            start,
          ),
        ]
      : []),
    ...budgets,
    ...hypotheses,
  ]
    .map((line) => `${line}\n`)
    .join('');
};

export const githubAnnotations: Report = { name: 'github', file: null, render: toAnnotations };

/** For `$GITHUB_STEP_SUMMARY`. */
export const githubSummary: Report = { name: 'github-summary', file: null, render: markdown.render };
