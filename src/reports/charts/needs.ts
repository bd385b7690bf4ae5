import type { SeriesOption } from 'echarts';
import type { NeedsPoint, RunResult } from '../../result/run.ts';
import { listed, noFigure } from '../format.ts';
import type { Chart, DrawChart } from './chart.ts';
import { cursorAt, type Frame, gridOf, linearAxis, linearX, type Range, yPixel } from './frame.ts';
import { labelsAt, note } from './labels.ts';
import { chartWidth, contestantColour, contestantLine, faint, ink, thick } from './look.ts';

const left = 64;
const plotWidth = 740;
const rowHeight = 96;
const rowGap = 48;
const top = 44;

interface Curve {
  readonly name: string;
  readonly position: number;
  /** Ascending by rate. */
  readonly points: readonly NeedsPoint[];
}

const curvesOf = ({ needs }: RunResult): readonly Curve[] => {
  const points = needs?.points ?? [];
  return [...new Set(points.map(({ contestant }) => contestant))].map((name, position) => ({
    name,
    position,
    points: points
      .filter(({ contestant }) => contestant === name)
      .toSorted((a, b) => a.perSecond - b.perSecond),
  }));
};

const amountOf = ({ amounts }: NeedsPoint, service: string): number =>
  Object.hasOwn(amounts, service) ? (amounts[service] ?? 0) : 0;

/** All services together. */
const togetherOf = ({ amounts }: NeedsPoint): number =>
  Object.values(amounts).reduce((sum, amount) => sum + amount, 0);

/** Whether every service had the most of what may be tried, so that a rate that was not held cannot be held with more. */
export const hadTheMost = (amounts: NeedsPoint['amounts'], tried: readonly number[]): boolean => {
  const most = Math.max(...tried);
  return Object.values(amounts).every((amount) => amount >= most);
};

const needsWords = (of: string, tried: readonly number[], { name, points }: Curve): string => {
  const held = points.filter((point) => point.held === true);
  const [least, most] = [held[0], held.at(-1)];
  const failed = points.find((point) => point.held === false);
  if (least === undefined || most === undefined)
    return failed === undefined
      ? `no measurement of ${name} decides what it needs`
      : `${name} did not hold ${failed.perSecond}/s with ${hadTheMost(failed.amounts, tried) ? `any ${of} that it could be given` : `the ${of} that were tried`}`;
  const range =
    least === most
      ? `${togetherOf(least)} ${of} for ${least.perSecond}/s`
      : `${togetherOf(least)} ${of} for ${least.perSecond}/s and ${togetherOf(most)} for ${most.perSecond}/s`;
  return `${name} needs ${range}${failed === undefined ? '' : `, and did not hold ${failed.perSecond}/s`}`;
};

const cellOf = (point: NeedsPoint | undefined, amount: (point: NeedsPoint) => number): string => {
  if (point === undefined) return noFigure;
  if (point.held === null) return 'open';
  return point.held ? String(amount(point)) : `not with ${amount(point)}`;
};

const seriesOf = (curves: readonly Curve[], service: string, row: number, high: number): SeriesOption[] =>
  curves.flatMap(({ points, position }): SeriesOption[] => {
    const colour = contestantColour(position);
    const common = { xAxisIndex: row, yAxisIndex: row, silent: true };
    return [
      {
        type: 'line',
        ...common,
        itemStyle: { color: colour },
        symbol: 'circle',
        symbolSize: 7,
        lineStyle: contestantLine(position, thick),
        data: points
          .filter(({ held }) => held === true)
          .map((point) => [point.perSecond, amountOf(point, service)]),
      },
      {
        type: 'scatter',
        ...common,
        clip: false,
        symbol: 'path://M0,0L10,10M10,0L0,10',
        symbolSize: 7,
        symbolOffset: [9 * position, -7],
        itemStyle: { color: 'none', borderColor: colour, borderWidth: 1.8 },
        data: points.filter(({ held }) => held === false).map(({ perSecond }) => [perSecond, high]),
      },
    ];
  });

const endLabels = (curves: readonly Curve[], service: string, frame: Frame, range: Range) =>
  labelsAt(
    frame.left + frame.width + 10,
    curves.map(({ name, position, points }) => {
      const last = points.findLast(({ held }) => held === true);
      const value = last === undefined ? range[1] : amountOf(last, service);
      return { text: name, colour: contestantColour(position), y: yPixel(frame, range, value) };
    }),
    [frame.top + 6, frame.top + frame.height],
  );

/** The fewest instances or workers of each service with which a rate is held, against the rate; only a search for needs has it. */
export const needsCurves: DrawChart = (result: RunResult): Chart => {
  const { of = 'instances', services = [], amounts = [] } = result.needs ?? {};
  const curves = curvesOf(result);
  const all = curves.flatMap(({ points }) => points);
  const rates = [...new Set(all.map(({ perSecond }) => perSecond))].toSorted((a, b) => a - b);
  const frames = services.map((_, row) => ({
    left,
    width: plotWidth,
    top: top + row * (rowHeight + rowGap),
    height: rowHeight,
  }));
  const height = top + Math.max(1, services.length) * (rowHeight + rowGap) + 10;
  const range: Range = [0, Math.max(1, ...rates) * 1.02];
  const axes = services.map((service, row) => {
    const most = Math.max(1, ...all.map((point) => amountOf(point, service)));
    // There is no half of an instance.
    return linearAxis(row, '', most, Math.min(4, most));
  });
  // Of one service the sum is what it has.
  const sum = services.length > 1 ? ['together'] : [];
  const isEmpty = all.length === 0 || services.length === 0;
  return {
    id: 'needs',
    finding: isEmpty ? 'No rate was measured' : listed(curves.map((curve) => needsWords(of, amounts, curve))),
    subtitle: `The fewest ${of} of each service, of those tried, with which the offered rate was held; × at the top: not held with as many as were tried`,
    description: `A panel for each service over the same offered rates: the ${of} that each rate needs. One curve per contestant, one point per rate that was held.`,
    width: chartWidth,
    height,
    option: isEmpty
      ? null
      : {
          grid: frames.map(gridOf),
          xAxis: frames.map((_, row) =>
            linearX(row, range, {
              labelled: row === frames.length - 1,
              format: (value) => `${value}/s`,
            }),
          ),
          yAxis: axes.map(({ axis }) => axis),
          series: services.flatMap((service, row) =>
            seriesOf(curves, service, row, axes[row]?.range[1] ?? 0),
          ),
          graphic: [
            ...services.flatMap((service, row) => {
              const [frame, axis] = [frames[row], axes[row]];
              if (frame === undefined || axis === undefined) return [];
              return [
                note(8, frame.top - 24, `${of} of ${service}`, { colour: ink, bold: true }),
                ...endLabels(curves, service, frame, axis.range),
              ];
            }),
            note(left + plotWidth, height - 12, 'offered rate', { colour: faint, align: 'right' }),
          ],
        },
    emptyReason: isEmpty ? 'No rate was measured, so there is nothing to draw.' : null,
    table: {
      head: [
        'offered rate',
        ...curves.flatMap(({ name }) => [...services, ...sum].map((what) => `${name} ${what}`)),
      ],
      rows: rates.map((rate) => [
        `${rate}/s`,
        ...curves.flatMap(({ points }) => {
          const point = points.find(({ perSecond }) => perSecond === rate);
          return [
            ...services.map((service) => cellOf(point, (one) => amountOf(one, service))),
            ...sum.map(() => cellOf(point, togetherOf)),
          ];
        }),
      ]),
    },
    marks: rates.map((rate) => cursorAt(frames, range, rate)),
  };
};
