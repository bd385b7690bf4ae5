import { type Html, html, lines } from '../../shared/html.ts';
import type { ChartTable } from '../charts/chart.ts';

/** A box that scrolls by itself, reachable by keyboard, so that wide content never makes the page wide. */
export const scrolling = (label: string, content: Html): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${content}</div>`;

/** The first cell of each row is its heading. */
export const plainTable = (label: string, { head, rows }: ChartTable): Html => {
  const headings = head.map((cell) => html`<th scope="col">${cell}</th>`);
  const body = rows.map(
    ([first = '', ...cells]) =>
      html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  return scrolling(
    label,
    html`<table><thead><tr>${headings}</tr></thead><tbody>${lines(body)}</tbody></table>`,
  );
};
