import type { SeriesOption } from 'echarts';
import { type KeptUpRates, keptUpRates } from '../../analysis/sweep.ts';
import type { RunResult, SweepPoint } from '../../result/run.ts';
import { listed } from '../format.ts';
import { contestantNames } from '../medians.ts';
import type { Chart, DrawChart } from './chart.ts';
import {
  cursorAt,
  type Frame,
  gridOf,
  linearAxis,
  linearX,
  logAxis,
  onLogAxis,
  type Range,
  yPixel,
} from './frame.ts';
import { labelsAt, note } from './labels.ts';
import { chartWidth, contestantColour, contestantLine, faint, ink, thick, thin } from './look.ts';
import { keptUp, percent, sweepCells, sweepHeads, symbolOf } from './sweep-cells.ts';

const frames: readonly [Frame, Frame] = [
  { left: 64, top: 64, width: 740, height: 230 },
  { left: 64, top: 366, width: 740, height: 130 },
];
const height = 546;

interface Curve {
  readonly name: string;
  readonly position: number;
  /** Ascending by rate. */
  readonly points: readonly SweepPoint[];
}

const curvesOf = (result: RunResult): readonly Curve[] =>
  contestantNames(result).flatMap((name, position) => {
    const points = (result.sweep ?? [])
      .filter(({ contestant }) => contestant === name)
      .toSorted((a, b) => a.perSecond - b.perSecond);
    return points.length === 0 ? [] : [{ name, position, points }];
  });

/** Where budgets were asked it is they that are held or not. */
const asksBudgets = ({ sweep = [] }: RunResult): boolean => sweep.some(({ held }) => held !== undefined);

const budgetWords = ({ contestant, held, notHeld }: KeptUpRates): string => {
  if (held === null && notHeld === null) return `no measurement of ${contestant} decides its budgets`;
  if (held === null) return `${contestant} did not even hold its budgets at ${notHeld}/s`;
  return notHeld === null
    ? `${contestant} held its budgets at all rates to ${held}/s`
    : `${contestant} held its budgets to ${held}/s and not at ${notHeld}/s`;
};

const capacityWords = ({ contestant, held, notHeld }: KeptUpRates): string => {
  if (held === null && notHeld === null) return `no measurement of ${contestant} is valid`;
  if (held === null) return `${contestant} did not even keep up with ${notHeld}/s`;
  return notHeld === null
    ? `${contestant} kept up with all rates to ${held}/s`
    : `${contestant} kept up to ${held}/s and not with ${notHeld}/s`;
};

const seriesOf = (curves: readonly Curve[], top: number): SeriesOption[] =>
  curves.flatMap(({ points, position }): SeriesOption[] => {
    const colour = contestantColour(position);
    const common = { itemStyle: { color: colour }, symbolSize: 7, silent: true };
    const latency = (of: 'completedP50' | 'completedP95', width: number): SeriesOption => ({
      type: 'line',
      xAxisIndex: 0,
      yAxisIndex: 0,
      ...common,
      lineStyle: contestantLine(position, width),
      data: points.map((point) => {
        const value = point[of];
        const y = value === null ? null : onLogAxis(Math.max(value, 0.001));
        return { value: [point.perSecond, y], symbol: symbolOf(point) };
      }),
    });
    const never = points.filter((point) => point.never.includes('completedP95'));
    return [
      latency('completedP95', thick),
      latency('completedP50', thin),
      {
        type: 'scatter',
        xAxisIndex: 0,
        yAxisIndex: 0,
        clip: false,
        silent: true,
        symbol: 'path://M0,0L10,10M10,0L0,10',
        symbolSize: 7,
        symbolOffset: [9 * position, -7],
        itemStyle: { color: 'none', borderColor: colour, borderWidth: 1.8 },
        data: never.map(({ perSecond }) => [perSecond, top]),
      },
      {
        type: 'line',
        xAxisIndex: 1,
        yAxisIndex: 1,
        ...common,
        lineStyle: contestantLine(position, 2),
        data: points.map((point) => ({
          value: [point.perSecond, percent(point.unservedShare)],
          symbol: symbolOf(point),
        })),
      },
    ];
  });

const endLabels = (curves: readonly Curve[], ranges: readonly [Range, Range]) =>
  frames.flatMap((frame, panel) => {
    const range = ranges[panel] ?? ranges[0];
    const labels = curves.map(({ name, position, points }) => {
      const last = points.at(-1);
      const latency = last?.completedP95 ?? null;
      const value =
        panel === 1 ? percent(last?.unservedShare ?? 0) : latency === null ? range[1] : Math.log10(latency);
      return { text: name, colour: contestantColour(position), y: yPixel(frame, range, value) };
    });
    return labelsAt(frame.left + frame.width + 10, labels, [frame.top + 6, frame.top + frame.height]);
  });

const tableOf = (curves: readonly Curve[], range: Range): Pick<Chart, 'table' | 'marks'> => {
  const rates = [...new Set(curves.flatMap(({ points }) => points.map(({ perSecond }) => perSecond)))];
  const ascending = rates.toSorted((a, b) => a - b);
  return {
    table: {
      head: ['offered rate', ...curves.flatMap(({ name }) => sweepHeads(name))],
      rows: ascending.map((rate) => [
        `${rate}/s`,
        ...curves.flatMap(({ points }) => sweepCells(points.find(({ perSecond }) => perSecond === rate))),
      ]),
    },
    marks: ascending.map((rate) => cursorAt(frames, range, rate)),
  };
};

/** Completed latency and what went unserved against the offered rate; only a sweep has it. */
export const sweepCurves: DrawChart = (result: RunResult): Chart => {
  const curves = curvesOf(result);
  const all = curves.flatMap(({ points }) => points);
  const latencies = all.flatMap(({ completedP50, completedP95 }) =>
    [completedP50, completedP95].flatMap((value) => value ?? []),
  );
  const range: Range = [0, Math.max(1, ...all.map(({ perSecond }) => perSecond)) * 1.02];
  const above = logAxis(0, '', latencies);
  const below = linearAxis(1, '', Math.max(1, ...all.map(({ unservedShare }) => percent(unservedShare))));
  const [first, second] = frames;
  return {
    id: 'sweep',
    finding:
      all.length === 0
        ? 'No rate was measured'
        : listed(keptUpRates(result.sweep ?? []).map(asksBudgets(result) ? budgetWords : capacityWords)),
    subtitle: `Completed latency from the due time (log scale; thick p95, thin p50) and the share of requests that failed or were lost, against the offered rate; filled: ${asksBudgets(result) ? 'no budget that was asked failed' : keptUp}; × at the top: that p95 was never reached`,
    description:
      'Two panels over the same offered rates: completed latency above, unserved share below. One curve per contestant, one point per rate.',
    width: chartWidth,
    height,
    option:
      all.length === 0
        ? null
        : {
            grid: frames.map(gridOf),
            xAxis: frames.map((_, panel) =>
              linearX(panel, range, { labelled: panel === 1, format: (value) => `${value}/s` }),
            ),
            yAxis: [above.axis, below.axis],
            series: seriesOf(curves, above.range[1]),
            graphic: [
              note(8, first.top - 44, 'completed latency', { colour: ink, bold: true }),
              note(8, second.top - 34, 'failed or lost, %', { colour: ink, bold: true }),
              ...endLabels(curves, [above.range, below.range]),
              note(second.left + second.width, height - 12, 'offered rate', {
                colour: faint,
                align: 'right',
              }),
            ],
          },
    emptyReason: all.length === 0 ? 'No rate was measured, so there is nothing to draw.' : null,
    ...tableOf(curves, range),
  };
};
