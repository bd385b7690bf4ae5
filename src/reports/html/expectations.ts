import type { RunResult } from '../../analysis/result.ts';
import { escapeHtml } from './escape.ts';
import { scrolling } from './tables.ts';

interface Judged {
  readonly text: string;
  readonly verdict: string;
  readonly detail: string;
}

const list = (kind: string, meaning: string, items: readonly Judged[]): string => {
  if (items.length === 0) return `<p class="note">This scenario names no ${kind}.</p>`;
  const rows = items.map(
    ({ text, verdict, detail }) =>
      `<tr class="${verdict}"><th scope="row"><code>${escapeHtml(text)}</code></th><td class="text word">${verdict}</td><td class="text">${escapeHtml(detail)}</td></tr>`,
  );
  return `<p class="note">${meaning}</p>${scrolling(
    kind,
    `<table><thead><tr><th scope="col" class="text">${kind}</th><th scope="col" class="text">verdict</th><th scope="col" class="text">measured</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )}`;
};

/** Hypotheses and budgets, each with what was measured. */
export const expectations = ({ hypotheses, budgets }: RunResult): string =>
  list(
    'hypotheses',
    'What the claim predicts. A refuted hypothesis is a finding, not a failure.',
    hypotheses,
  ) + list('budgets', 'What must hold. A failed budget fails the run.', budgets);
