import { changePoints, mostValues } from '../analysis/change-points.ts';
import type { History, HistoryEntry } from '../gate/history.ts';
import type { Chart } from '../reports/charts/chart.ts';
import { chartWidth, contestantColour, faint, line } from '../reports/charts/look.ts';
import { figure } from '../reports/html/figure.ts';
import { styleSheet } from '../reports/html/style.ts';
import { formatDuration, formatRate } from '../shared/durations.ts';
import { html, lines, styleElement } from '../shared/html.ts';

/** One figure of one contestant over the commits that have it. */
interface Series {
  readonly contestant: string;
  readonly metric: string;
  readonly points: readonly { readonly commit: string; readonly at: string; readonly value: number }[];
}

const seriesOf = (entries: readonly HistoryEntry[]): readonly Series[] => {
  const byKey = new Map<string, Series & { points: { commit: string; at: string; value: number }[] }>();
  for (const { commit, at, contestants } of entries) {
    for (const [contestant, figures] of Object.entries(contestants)) {
      for (const { metric, head } of figures) {
        if (head === null || !metric.includes('.')) continue;
        const key = JSON.stringify([contestant, metric]);
        const known = byKey.get(key) ?? { contestant, metric, points: [] };
        known.points.push({ commit, at, value: head });
        byKey.set(key, known);
      }
    }
  }
  return [...byKey.values()].map(({ points, ...series }) => ({
    ...series,
    points: points.slice(-mostValues),
  }));
};

const show = (metric: string, value: number): string =>
  metric.startsWith('rate') ? formatRate(value) : formatDuration(value);

const short = (commit: string): string => commit.slice(0, 10) || 'unknown';

const percent = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}%`;

const height = 220;

const chartOf = ({ contestant, metric, points }: Series, place: number): Chart => {
  const values = points.map(({ value }) => value);
  const changes = changePoints(values);
  const found = changes.map(
    ({ index, before, after }) =>
      `${percent(after / before - 1)} at ${short(points[index]!.commit)} (${show(metric, before)} to ${show(metric, after)})`,
  );
  return {
    id: `trend-${place}`,
    finding: `${metric} of ${contestant}: ${found.length === 0 ? 'no change of level is shown' : found.join(', ')}`,
    subtitle: `${metric.startsWith('rate') ? 'per second' : 'ms'}, median over the pairs of each gate; dashed: changes of level`,
    description: `${points.length} commits from left to right in the order of time`,
    width: chartWidth,
    height,
    option: {
      grid: { left: 70, right: 20, top: 16, bottom: 36 },
      xAxis: {
        type: 'category',
        data: points.map(({ commit }) => short(commit)),
        axisLabel: { color: faint, fontSize: 12, interval: 'auto' },
        axisLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: 'value',
        scale: true,
        axisLabel: { color: faint, fontSize: 12 },
        splitLine: { lineStyle: { color: line } },
      },
      series: [
        {
          type: 'line',
          data: values,
          symbolSize: 6,
          lineStyle: { color: contestantColour(0), width: 2 },
          itemStyle: { color: contestantColour(0) },
          markLine: {
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: faint, type: 'dashed' },
            data: changes.map(({ index }) => ({ xAxis: index })),
          },
        },
      ],
    },
    emptyReason: null,
    table: {
      head: ['commit', 'when', metric],
      rows: points.map(({ commit, at, value }) => [short(commit), at, show(metric, value)]),
    },
    marks: [],
  };
};

/** Nothing is loaded and nothing runs. */
export const trendPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
].join('; ');

/** Every figure of a history over its commits, with the commits at which its level changed. */
export const trendPage = ({ entries, unreadable }: History): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="${trendPolicy}">
<title>Tandem: trend</title>${styleElement(styleSheet)}</head><body>
<h1>Trend over ${entries.length} ${entries.length === 1 ? 'commit' : 'commits'}</h1>
<p>From the history that <code>tandem gate --github</code> writes. Figures of different days and machines differ for reasons of their own; within a gate both builds met the same minute.</p>
${unreadable > 0 ? html`<p>${unreadable} lines of the history could not be read and are left out.</p>` : ''}
${lines(seriesOf(entries).map((series, place) => figure(chartOf(series, place))))}
</body></html>
`.toString();
