import type { EChartsOption, LegendComponentOption, SeriesOption } from 'echarts';
import { faultBands, windowOf } from '../reports/charts/fault-band.ts';
import {
  type Frame,
  gridOf,
  linearAxis,
  logAxis,
  onLogAxis,
  type Range,
  timeAxis,
} from '../reports/charts/frame.ts';
import { note } from '../reports/charts/labels.ts';
import { contestantLine, faint, ink, thick, thin } from '../reports/charts/look.ts';
import type { Point } from './chart-points.ts';
import type { LiveChart } from './charts.ts';
import type { FollowedRound } from './followed-rounds.ts';

/** A line as it is drawn. */
interface DrawnCurve {
  readonly name: string;
  readonly points: readonly Point[];
  readonly lineStyle: ReturnType<typeof contestantLine>;
}

const curvesOf = (
  { curves, offered }: LiveChart,
  rounds: readonly FollowedRound[],
): readonly DrawnCurve[] => {
  const [first] = rounds;
  const grey =
    offered === null || first === undefined
      ? []
      : [
          {
            name: offered.label,
            points: offered.points(first.points),
            lineStyle: { color: faint, width: thin, type: 'solid' as const },
          },
        ];
  const own = rounds.flatMap(({ name, position, points }) =>
    curves.map((curve) => ({
      name: `${name} ${curve.label}`,
      points: curve.points(points),
      lineStyle: contestantLine(position, curve.weight === 'thick' ? thick : thin),
    })),
  );
  return [...grey, ...own];
};

const valuesOf = (curves: readonly DrawnCurve[]): readonly number[] =>
  curves.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []));

/** From the first to the last look at any of the rounds, s. */
const rangeOf = (rounds: readonly FollowedRound[]): Range => {
  const seconds = rounds.flatMap(({ points, last }) => [(points[0] ?? last).t / 1_000, last.t / 1_000]);
  if (seconds.length === 0) return [0, 1];
  const first = Math.min(...seconds);
  return [first, Math.max(first + 1, ...seconds)];
};

const seriesOf = ({ name, points, lineStyle }: DrawnCurve, { scale }: LiveChart): SeriesOption => ({
  type: 'line',
  name,
  showSymbol: false,
  animation: false,
  silent: true,
  // The legend takes it from here.
  color: lineStyle.color,
  lineStyle,
  data: points.map(([t, value]) => {
    if (value === null || scale === 'linear') return [t, value];
    return [t, value > 0 ? onLogAxis(value) : null];
  }),
});

/** Above the picture, each line as it is drawn; the library would put it over the time axis, with a dot on every line. */
const legend: LegendComponentOption = {
  type: 'scroll',
  top: 0,
  itemWidth: 36,
  itemStyle: { opacity: 0 },
  lineStyle: { width: 'inherit' },
  textStyle: { color: ink },
  pageTextStyle: { color: ink },
  pageIconColor: ink,
  pageIconInactiveColor: faint,
};

/** The picture of a live chart in a place of some pixels, in the look of the report. */
export const drawLiveChart = (
  chart: LiveChart,
  rounds: readonly FollowedRound[],
  { width, height }: { readonly width: number; readonly height: number },
): EChartsOption => {
  const frame: Frame = {
    left: 64,
    top: 44,
    width: Math.max(1, width - 84),
    height: Math.max(1, height - 92),
  };
  const curves = curvesOf(chart, rounds);
  const values = valuesOf(curves);
  const x = rangeOf(rounds);
  const y =
    chart.scale === 'log'
      ? logAxis(0, '', values)
      : linearAxis(
          0,
          '',
          values.reduce((most, value) => Math.max(most, value), 0),
        );
  const windows = rounds.flatMap(({ last }) => last.faults.flatMap((fault) => windowOf(fault, last.t) ?? []));
  return {
    animation: false,
    textStyle: { color: ink, fontSize: 13 },
    legend,
    grid: gridOf(frame),
    xAxis: timeAxis(0, x, { labelled: true, most: Math.max(2, Math.floor(frame.width / 70)) }),
    yAxis: y.axis,
    series: [faultBands(0, windows, { labelled: false }), ...curves.map((curve) => seriesOf(curve, chart))],
    graphic: [
      note(frame.left + frame.width, height - 12, 'time from the end of the warm-up', {
        colour: faint,
        align: 'right',
      }),
    ],
  };
};

/** What a live chart shows last, in words. */
export const readLiveChart = (chart: LiveChart, rounds: readonly FollowedRound[]): string => {
  const read = curvesOf(chart, rounds).flatMap(({ name, points }) => {
    const value = points.findLast(([, one]) => one !== null)?.[1] ?? null;
    return value === null ? [] : [`${name} ${chart.show(value)}`];
  });
  return `${chart.title}: ${read.length === 0 ? 'nothing yet' : read.join(', ')}`;
};
