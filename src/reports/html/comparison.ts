import type { RunResult } from '../../analysis/result.ts';
import { comparisonTable } from '../comparison-rows.ts';
import { escapeHtml } from './escape.ts';
import { scrolling } from './tables.ts';

/** The same rows as in the terminal, contestants as columns with their colour. */
export const comparison = (result: RunResult): string => {
  const { head, rows, notes } = comparisonTable(result);
  const headings = head
    .map(
      (name, index) =>
        `<th scope="col"><span class="own own${(index % 5) + 1}">${escapeHtml(name)}</span></th>`,
    )
    .join('');
  let section = '';
  const lines = rows.map((row) => {
    const heading =
      row.section === section
        ? ''
        : `<tr class="section"><th scope="colgroup" colspan="${head.length + 1}">${escapeHtml(row.section)}</th></tr>`;
    section = row.section;
    return `${heading}<tr><th scope="row">${escapeHtml(row.label)}</th>${row.cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  return `${scrolling('comparison', `<table><thead><tr><td></td>${headings}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`)}${notes
    .map((note) => `<p class="note">${escapeHtml(note)}</p>`)
    .join('')}`;
};
