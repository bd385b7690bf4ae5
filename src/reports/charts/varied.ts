import type { SeriesOption } from 'echarts';
import { isHeld } from '../../analysis/sweep.ts';
import type { RunResult, VariedPoint } from '../../result/run.ts';
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
} from './frame.ts';
import { labelsAt, note, shortened } from './labels.ts';
import { chartWidth, contestantColour, contestantLine, faint, ink, thick, thin } from './look.ts';
import { keptUp, percent, sweepCells, sweepHeads, symbolOf } from './sweep-cells.ts';

const left = 64;
const plotWidth = 740;
const gap = 20;
const rows = [
  { top: 84, height: 210 },
  { top: 366, height: 130 },
] as const;
const height = 560;
/** Of small text, pixels. */
const characterWidth = 7;

/** The points of a sweep over values in the order of their values. */
interface Drawn {
  readonly names: readonly string[];
  readonly paths: readonly string[];
  /** The values of the first place, evenly spaced over the width of a panel. */
  readonly values: readonly string[];
  /** The values of the second place, a column of panels each; one without a second place. */
  readonly columns: readonly string[];
  readonly pointAt: (name: string, value: string, column: string) => VariedPoint | undefined;
}

const drawnOf = (result: RunResult): Drawn => {
  const { paths = [], points = [] } = result.varied ?? {};
  const known = contestantNames(result);
  const valuesAt = (place: number): readonly string[] => [
    ...new Set(points.map(({ at }) => at[place] ?? '')),
  ];
  return {
    names: known.filter((name) => points.some(({ contestant }) => contestant === name)),
    paths,
    values: valuesAt(0),
    columns: paths.length > 1 ? valuesAt(1) : [''],
    pointAt: (name, value, column) =>
      points.find(({ contestant, at }) => contestant === name && at[0] === value && (at[1] ?? '') === column),
  };
};

/** All panels of latency, then all of the share that went unserved, each from left to right. */
const framesOf = ({ columns }: Drawn): readonly Frame[] =>
  rows.flatMap(({ top, height: high }) =>
    columns.map((_, column) => ({
      left: left + (column * (plotWidth + gap)) / columns.length,
      width: (plotWidth + gap) / columns.length - gap,
      top,
      height: high,
    })),
  );

/** With which values a contestant kept up; a value that did so in some columns only is told with them. */
const heldWords = ({ names, values, columns, paths, pointAt }: Drawn): string => {
  const [first = '', second = ''] = paths;
  return listed(
    names.map((name) => {
      const measured = (value: string): readonly (readonly [string, VariedPoint])[] =>
        columns.flatMap((column) => {
          const point = pointAt(name, value, column);
          return point?.valid ? [[column, point] as const] : [];
        });
      const all = values.flatMap(measured);
      if (all.length === 0) return `no measurement of ${name} is valid`;
      if (all.every(([, point]) => isHeld(point))) return `${name} kept up with every ${first}`;
      const held = values.flatMap((value) => {
        const points = measured(value);
        const own = points.filter(([, point]) => isHeld(point)).map(([column]) => column);
        if (own.length === 0) return [];
        return [own.length === points.length ? value : `${value} (with ${second} ${listed(own)})`];
      });
      return held.length === 0
        ? `${name} kept up with no ${first}`
        : `${name} kept up only with ${first} ${listed(held)}`;
    }),
  );
};

/** Of one contestant in one column: both latencies above, what went unserved below. */
const seriesOf = (
  { values, columns, pointAt }: Drawn,
  name: string,
  position: number,
  column: number,
  top: number,
): SeriesOption[] => {
  const colour = contestantColour(position);
  const points = values.map((value) => pointAt(name, value, columns[column] ?? ''));
  const common = { itemStyle: { color: colour }, symbolSize: 7, silent: true };
  const latency = (of: 'completedP50' | 'completedP95', width: number): SeriesOption => ({
    type: 'line',
    xAxisIndex: column,
    yAxisIndex: column,
    ...common,
    lineStyle: contestantLine(position, width),
    data: points.map((point, index) => {
      const value = point?.[of] ?? null;
      const y = value === null ? null : onLogAxis(Math.max(value, 0.001));
      return { value: [index, y], symbol: point === undefined ? 'none' : symbolOf(point) };
    }),
  });
  const below = columns.length + column;
  return [
    latency('completedP95', thick),
    latency('completedP50', thin),
    {
      type: 'scatter',
      xAxisIndex: column,
      yAxisIndex: column,
      clip: false,
      silent: true,
      symbol: 'path://M0,0L10,10M10,0L0,10',
      symbolSize: 7,
      symbolOffset: [9 * position, -7],
      itemStyle: { color: 'none', borderColor: colour, borderWidth: 1.8 },
      data: points.flatMap((point, index) => (point?.never.includes('completedP95') ? [[index, top]] : [])),
    },
    {
      type: 'line',
      xAxisIndex: below,
      yAxisIndex: below,
      ...common,
      lineStyle: contestantLine(position, 2),
      data: points.map((point, index) => ({
        value: [index, point === undefined ? null : percent(point.unservedShare)],
        symbol: point === undefined ? 'none' : symbolOf(point),
      })),
    },
  ];
};

const tableOf = (drawn: Drawn, frames: readonly Frame[], range: Range): Pick<Chart, 'table' | 'marks'> => {
  const { names, paths, values, columns, pointAt } = drawn;
  const places = values.flatMap((value, index) =>
    columns.map((column, at) => ({ value, index, column, at })),
  );
  return {
    table: {
      head: [...paths, ...names.flatMap(sweepHeads)],
      rows: places.map(({ value, column }) => [
        ...[value, column].slice(0, paths.length),
        ...names.flatMap((name) => sweepCells(pointAt(name, value, column))),
      ]),
    },
    marks: places.map(({ index, at }) =>
      cursorAt(
        [frames[at], frames[columns.length + at]].flatMap((frame) => frame ?? []),
        range,
        index,
      ),
    ),
  };
};

/** Completed latency and what went unserved for every value of a place in the scenario; only a sweep over values has it. */
export const variedCurves: DrawChart = (result: RunResult): Chart => {
  const drawn = drawnOf(result);
  const { names, paths, values, columns } = drawn;
  const all = result.varied?.points ?? [];
  const frames = framesOf(drawn);
  const range: Range = [-0.25, Math.max(1, values.length - 1) + 0.25];
  const latencies = all.flatMap(({ completedP50, completedP95 }) =>
    [completedP50, completedP95].flatMap((value) => value ?? []),
  );
  const most = Math.max(1, ...all.map(({ unservedShare }) => percent(unservedShare)));
  const perValue = (frames[0]?.width ?? plotWidth) / Math.max(1, values.length);
  const axes = frames.map((_, index) =>
    index < columns.length ? logAxis(index, '', latencies) : linearAxis(index, '', most),
  );
  const [first = '', second] = paths;
  return {
    id: 'varied',
    finding: all.length === 0 ? 'No value was measured' : heldWords(drawn),
    subtitle: `Completed latency from the due time (log scale; thick p95, thin p50) and the share of requests that failed or were lost, for each value of ${first || 'the scenario'} (evenly spaced); filled: ${keptUp}; × at the top: that p95 was never reached`,
    description: `Two rows of panels over the same values: completed latency above, unserved share below${second === undefined ? '' : `, a column for each value of ${second}`}. One curve per contestant, one point per value.`,
    width: chartWidth,
    height,
    option:
      all.length === 0
        ? null
        : {
            grid: frames.map(gridOf),
            xAxis: frames.map((_, index) => ({
              ...linearX(index, range, {
                labelled: index >= columns.length,
                most: values.length,
                format: (at) => shortened(values[at] ?? '', perValue, '', characterWidth),
              }),
            })),
            yAxis: axes.map(({ axis }, index) =>
              index % columns.length === 0 ? axis : { ...axis, axisLabel: { show: false } },
            ),
            series: columns.flatMap((_, column) =>
              names.flatMap((name, position) =>
                seriesOf(drawn, name, position, column, axes[column]?.range[1] ?? 0),
              ),
            ),
            graphic: [
              note(8, rows[0].top - 60, 'completed latency', { colour: ink, bold: true }),
              note(8, rows[1].top - 34, 'failed or lost, %', { colour: ink, bold: true }),
              ...columns.flatMap((column, index) => {
                const frame = frames[index];
                if (frame === undefined || second === undefined) return [];
                const text = `${second.split('.').at(-1) ?? ''} ${column}`;
                return [
                  note(frame.left, frame.top - 18, shortened(text, frame.width, '', characterWidth), {
                    colour: faint,
                  }),
                ];
              }),
              ...labelsAt(
                left + plotWidth + 10,
                names.map((name, position) => ({
                  text: name,
                  colour: contestantColour(position),
                  y: rows[0].top + 16 * position,
                })),
                [rows[0].top, rows[0].top + rows[0].height],
              ),
              note(left + plotWidth, height - 12, first, { colour: faint, align: 'right' }),
            ],
          },
    emptyReason: all.length === 0 ? 'No value was measured, so there is nothing to draw.' : null,
    ...tableOf(drawn, frames, range),
  };
};
