import { type Html, html, svgMarkup } from '../../shared/html.ts';
import type { Chart } from '../charts/chart.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { plainTable, scrolling } from './tables.ts';

/** `x y width height` of each mark, marks by `,`, rows by `;`: as small as it can be and still plain text. */
const packed = ({ marks }: Chart): string =>
  marks
    .map((row) => row.map(({ x, y, width, height }) => `${x} ${y} ${width} ${height}`).join(','))
    .join(';');

/** A chart with its finding, its picture or why there is none, and the same data as a table. */
export const figure = (chart: Chart): Html => {
  const { id, finding, subtitle, emptyReason, table } = chart;
  const svg = renderSvg(chart);
  const picture =
    svg === null
      ? html`<p class="note">Nothing to draw: ${emptyReason ?? ''}</p>`
      : html`<div class="drawing">${scrolling(`picture: ${finding}`, svgMarkup(svg))}</div>`;
  const data =
    table.rows.length === 0
      ? ''
      : html`<details><summary>The same data as a table (${table.rows.length} rows)</summary>${plainTable(`data: ${finding}`, table)}</details>`;
  return html`<figure id="${id}" data-marks="${packed(chart)}"><h3>${finding}</h3><p class="note">${subtitle}</p>${picture}${data}</figure>`;
};
