import { latencyOverTime } from '../dist/reports/charts/latency-over-time.js';
import { renderSvg } from '../dist/reports/charts/render-svg.js';
import { styleSheet } from '../dist/reports/html/style.js';

/** The custom properties of a colour scheme: the sheet names the light ones first. */
const coloursOf = (scheme) => {
  const sets = [...styleSheet.matchAll(/(?:--[\w-]+:[^;}]+;?){10,}/g)].map(([set]) => set);
  const set = sets[scheme === 'light' ? 0 : 1];
  return new Map([...set.matchAll(/(--[\w-]+):([^;}]+)/g)].map(([, name, value]) => [name, value]));
};

/** Completed latency over time as a picture that stands alone: colours written out, on paper of its own. */
export const pictureOf = (result, scheme) => {
  const chart = latencyOverTime(result);
  const colours = coloursOf(scheme);
  const svg = renderSvg(chart).replace(/var\((--[\w-]+)\)/g, (_, name) => colours.get(name));
  const paper = `<rect width="${chart.width}" height="${chart.height}" fill="${colours.get('--paper')}"/>`;
  return `${svg.replace('</desc>', `</desc>${paper}`)}\n`;
};

/** For README: the picture in the reader's own scheme, with what it shows in words. */
export const pictureMarkup = (result, fileOf) => {
  const { finding } = latencyOverTime(result);
  return [
    '<picture>',
    `  <source media="(prefers-color-scheme: dark)" srcset="${fileOf('dark')}">`,
    `  <img alt="${finding.replaceAll('"', '&quot;')}" src="${fileOf('light')}">`,
    '</picture>',
    '',
  ].join('\n');
};
