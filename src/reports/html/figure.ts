import type { Chart } from '../charts/chart.ts';
import { renderSvg } from '../charts/render-svg.ts';
import { escapeHtml } from './escape.ts';
import { plainTable, scrolling } from './tables.ts';

/** `x y width height` of each mark, marks by `,`, rows by `;`: as small as it can be and still plain text. */
const packed = ({ marks }: Chart): string =>
  marks
    .map((row) => row.map(({ x, y, width, height }) => `${x} ${y} ${width} ${height}`).join(','))
    .join(';');

/** A chart with its finding, its picture or why there is none, and the same data as a table. */
export const figure = (chart: Chart): string => {
  const { id, finding, subtitle, emptyReason, table } = chart;
  const svg = renderSvg(chart);
  const picture =
    svg === null
      ? `<p class="note">Nothing to draw: ${escapeHtml(emptyReason ?? '')}</p>`
      : `<div class="drawing">${scrolling(`picture: ${finding}`, svg)}</div>`;
  const data =
    table.rows.length === 0
      ? ''
      : `<details><summary>The same data as a table (${table.rows.length} rows)</summary>${plainTable(`data: ${finding}`, table)}</details>`;
  return `<figure id="${id}" data-marks="${packed(chart)}"><h3>${escapeHtml(finding)}</h3><p class="note">${escapeHtml(subtitle)}</p>${picture}${data}</figure>`;
};
