import type { RunResult } from '../../result/run.ts';
import { type Html, html, lines } from '../../shared/html.ts';
import { contestantNumber } from '../charts/look.ts';
import { comparisonTable } from '../comparison-rows.ts';
import { scrolling } from './tables.ts';

/** The same rows as in the terminal, contestants as columns with their colour. */
export const comparison = (result: RunResult): Html => {
  const { head, rows, notes } = comparisonTable(result);
  const headings = head.map(
    (name, index) =>
      html`<th scope="col"><span class="own own${contestantNumber(index)}">${name}</span></th>`,
  );
  let section = '';
  const body = rows.map((row) => {
    const heading =
      row.section === section
        ? ''
        : html`<tr class="section"><th scope="colgroup" colspan="${head.length + 1}">${row.section}</th></tr>`;
    section = row.section;
    return html`${heading}<tr><th scope="row">${row.label}</th>${row.cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  });
  const table = html`<table><thead><tr><td></td>${headings}</tr></thead><tbody>${lines(body)}</tbody></table>`;
  return html`${scrolling('comparison', table)}${notes.map((note) => html`<p class="note">${note}</p>`)}`;
};
