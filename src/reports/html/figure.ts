import { type Html, html, svgMarkup } from '../../shared/html.ts';
import type { Chart } from '../charts/chart.ts';
import { packMarks } from '../charts/packed-marks.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { plainTable, scrolling } from './tables.ts';

/** A chart with its finding, its picture or why there is none, and the same data as a table. */
export const figure = (chart: Chart): Html => {
  const { id, finding, subtitle, emptyReason, table, marks } = chart;
  const svg = renderSvg(chart);
  const picture =
    svg === null
      ? html`<p class="note">Nothing to draw: ${emptyReason ?? ''}</p>`
      : html`<div class="drawing">${scrolling(`picture: ${finding}`, svgMarkup(svg))}</div>`;
  const data =
    table.rows.length === 0
      ? ''
      : html`<details><summary>The same data as a table (${table.rows.length} rows)</summary>${plainTable(`data: ${finding}`, table)}</details>`;
  return html`<figure id="${id}" data-marks="${packMarks(marks)}"><h3>${finding}</h3><p class="note">${subtitle}</p>${picture}${data}</figure>`;
};
