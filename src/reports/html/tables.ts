import type { ChartTable } from '../charts/chart.ts';
import { escapeHtml } from './escape.ts';

/** A box that scrolls by itself, reachable by keyboard, so that wide content never makes the page wide. */
export const scrolling = (label: string, html: string): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">${html}</div>`;

/** The first cell of each row is its heading. */
export const plainTable = (label: string, { head, rows }: ChartTable): string => {
  const headings = head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('');
  const lines = rows.map(
    ([first = '', ...cells]) =>
      `<tr><th scope="row">${escapeHtml(first)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return scrolling(
    label,
    `<table><thead><tr>${headings}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`,
  );
};
