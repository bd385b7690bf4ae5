import * as echarts from 'echarts/dist/echarts.esm.min.mjs';
import { escapeHtml } from '../../shared/html.ts';
import type { Chart } from './chart.ts';
import { font, ink } from './look.ts';

/**
 * Ids that the library counts up over the life of the process become ids of the chart, and its hover styles and series
 * bookkeeping go: the same result gives the same bytes, and charts on one page do not share ids.
 */
const settled = (svg: string, id: string): string =>
  svg
    .replace(/<style ?>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class="zr\d+-cls-\d+"|ecmeta_\w+="[^"]*"|pointer-events="visible")/g, '')
    .replace(/zr\d+-/g, `${id}-`)
    .replaceAll(/font-family:[^;"]*;?/g, '')
    .replace(/\n+/g, '\n')
    .trim();

const titled = (svg: string, { id, finding, subtitle, description, width, height }: Chart): string =>
  // A function, for in a replacement text `$&` has a meaning, and a name may hold it.
  svg.replace(
    /^<svg[^>]*>/,
    () =>
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" font-family="${font}"><title id="${id}-t">${escapeHtml(finding)}</title><desc id="${id}-d">${escapeHtml(`${subtitle}. ${description}`)}</desc>`,
  );

/** The picture as SVG text with title and description; null for an empty chart. */
export const renderSvg = (chart: Chart): string | null => {
  if (chart.option === null) return null;
  const { width, height } = chart;
  const instance = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption({ animation: false, textStyle: { color: ink, fontSize: 13 }, ...chart.option });
    return titled(settled(instance.renderToSVGString(), chart.id), chart);
  } finally {
    instance.dispose();
  }
};
