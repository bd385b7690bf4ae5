import type { RunResult } from '../../result/run.ts';
import { type Html, html } from '../../shared/html.ts';
import { scrolling } from './tables.ts';

interface Judged {
  readonly text: string;
  readonly verdict: string;
  readonly detail: string;
}

const list = (kind: string, meaning: string, items: readonly Judged[]): Html => {
  if (items.length === 0) return html`<p class="note">This scenario names no ${kind}.</p>`;
  const rows = items.map(
    ({ text, verdict, detail }) =>
      html`<tr class="${verdict}"><th scope="row"><code>${text}</code></th><td class="text word">${verdict}</td><td class="text">${detail}</td></tr>`,
  );
  return html`<p class="note">${meaning}</p>${scrolling(
    kind,
    html`<table><thead><tr><th scope="col" class="text">${kind}</th><th scope="col" class="text">verdict</th><th scope="col" class="text">measured</th></tr></thead><tbody>${rows}</tbody></table>`,
  )}`;
};

/** Hypotheses and budgets, each with what was measured. */
export const expectations = ({ hypotheses, budgets }: RunResult): Html =>
  html`${list(
    'hypotheses',
    'What the claim predicts. A refuted hypothesis is a finding, not a failure.',
    hypotheses,
  )}${list('budgets', 'What must hold. A failed budget fails the run.', budgets)}`;
