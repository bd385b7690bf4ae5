import type { GraphicComponentOption, SeriesOption } from 'echarts';
import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { listed, noFigure, showShare } from '../format.ts';
import { scalingLine } from '../scaling.ts';
import type { Chart, DrawChart } from './chart.ts';
import { faultBands, faultWindows, mergedWindows } from './fault-band.ts';
import { cursorAt, type Frame, gridOf, linearAxis, type Range, timeAxis, yPixel } from './frame.ts';
import { labelsAt, note } from './labels.ts';
import { chartWidth, contestantColour, contestantLine, faint, ink } from './look.ts';
import { showAt } from './show-figure.ts';
import { type ShownRound, shownRounds, whichRound } from './shown-round.ts';

const metrics = [
  { key: 'connections', title: 'open connections', show: (value: number) => String(value) },
  { key: 'inFlight', title: 'requests in flight', show: (value: number) => String(value) },
  { key: 'cpu', title: 'CPU, share of a core', show: showShare },
] as const;
type Key = (typeof metrics)[number]['key'];

const left = 64;
const plotWidth = 720;
const gap = 16;
const rowHeight = 92;
const rowGap = 42;
const top = 58;
const height = top + metrics.length * (rowHeight + rowGap) + 14;

/** `name-2` is an instance of `name`. */
const serviceOf = ({ resources }: RoundResult, process: string): string =>
  resources.find((one) => one.process === process)?.service ?? process.replace(/-\d+$/, '');

const servicesOf = (drawn: readonly ShownRound[]): readonly string[] => [
  ...new Set(
    drawn.flatMap(({ round }) => Object.keys(round.samples.processes).map((name) => serviceOf(round, name))),
  ),
];

/** Summed over the instances of a service, sample by sample. */
const seriesOf = (round: RoundResult, service: string, key: Key): readonly number[] => {
  const own = Object.entries(round.samples.processes).filter(([name]) => serviceOf(round, name) === service);
  return round.samples.t.map((_unused, at) => own.reduce((sum, [, one]) => sum + (one[key][at] ?? 0), 0));
};

const framesOf = (columns: number): readonly Frame[] =>
  metrics.flatMap((_metric, row) =>
    Array.from({ length: columns }, (_unused, column) => ({
      left: left + (column * (plotWidth + gap)) / columns,
      width: (plotWidth + gap) / columns - gap,
      top: top + row * (rowHeight + rowGap),
      height: rowHeight,
    })),
  );

const rangeOf = (drawn: readonly ShownRound[]): Range => {
  const times = drawn.flatMap(({ round }) => [round.samples.t[0] ?? 0, round.samples.t.at(-1) ?? 0]);
  return times.length === 0 ? [0, 1] : [Math.min(...times) / 1_000, Math.max(...times) / 1_000];
};

const most = (values: readonly number[]): number => values.reduce((high, value) => Math.max(high, value), 0);

const peaks = (result: RunResult): string =>
  listed(shownRounds(result).map(({ name, round }) => `${name} at most ${round.connections.peak}`));

const tableOf = (
  drawn: readonly ShownRound[],
  services: readonly string[],
  frames: readonly Frame[],
  range: Range,
) => {
  const times = [...new Set(drawn.flatMap(({ round }) => round.samples.t))].toSorted((a, b) => a - b);
  // Samplers of different rounds never tick together; a row is a quarter of a second, which holds one sample of each.
  const slots = [...new Set(times.map((ms) => Math.round(ms / 250)))];
  const every = Math.max(1, Math.ceil(slots.length / 240));
  const kept = slots.filter((_slot, index) => index % every === 0);
  const columns = drawn.flatMap(({ name, round }) =>
    services.flatMap((service) =>
      metrics.map(({ key, title, show }) => {
        const values = seriesOf(round, service, key);
        const bySlot = new Map(round.samples.t.map((ms, at) => [Math.round(ms / 250), at]));
        const cell = (slot: number): string => {
          const at = bySlot.get(slot) ?? bySlot.get(slot + 1) ?? bySlot.get(slot - 1);
          return at === undefined ? noFigure : show(values[at] ?? 0);
        };
        return { head: `${name} ${service} ${title.replace(/,.*/, '')}`, cell };
      }),
    ),
  );
  return {
    table: {
      head: ['sample at', ...columns.map(({ head }) => head)],
      rows: kept.map((slot) => [showAt(slot * 250), ...columns.map(({ cell }) => cell(slot))]),
    },
    marks: kept.map((slot) => cursorAt(frames, range, slot / 4)),
  };
};

interface Grid {
  readonly drawn: readonly ShownRound[];
  readonly services: readonly string[];
  readonly frames: readonly Frame[];
  readonly range: Range;
}

const linesIn = ({ drawn, services }: Grid): SeriesOption[] =>
  metrics.flatMap(({ key }, row) =>
    services.flatMap((service, column) =>
      drawn.map(({ round, position }): SeriesOption => {
        const panel = row * services.length + column;
        const values = seriesOf(round, service, key);
        return {
          type: 'line',
          xAxisIndex: panel,
          yAxisIndex: panel,
          showSymbol: false,
          silent: true,
          data: round.samples.t.map((ms, at) => [ms / 1_000, values[at] ?? 0]),
          lineStyle: contestantLine(position, 1.6),
        };
      }),
    ),
  );

const optionOf = (grid: Grid): Chart['option'] => {
  const { drawn, services, frames, range } = grid;
  const columns = services.length;
  const axes = metrics
    .map(({ key }) =>
      most(services.flatMap((service) => drawn.flatMap(({ round }) => seriesOf(round, service, key)))),
    )
    .map((highest, row) =>
      services.map((_unused, column) => linearAxis(row * columns + column, '', highest, 3)),
    );
  const windows = mergedWindows(drawn.flatMap(({ round }) => faultWindows(round, range[1] * 1_000)));
  const titles: GraphicComponentOption[] = [
    ...services.map((service, column) =>
      note(frames[column]!.left, 12, service, { colour: ink, bold: true }),
    ),
    ...metrics.map(({ title }, row) => note(8, frames[row * columns]!.top - 18, title, { colour: ink })),
    note(left + plotWidth, height - 8, 'time from the end of the warm-up', { colour: faint, align: 'right' }),
  ];
  const labels = metrics.flatMap(({ key }, row) => {
    const frame = frames[row * columns + columns - 1]!;
    const last = services.at(-1) ?? '';
    const own = drawn.map(({ name, position, round }) => ({
      text: name,
      colour: contestantColour(position),
      y: yPixel(frame, axes[row]![0]!.range, seriesOf(round, last, key).at(-1) ?? 0),
    }));
    return labelsAt(left + plotWidth + 8, own, [frame.top + 4, frame.top + frame.height]);
  });
  return {
    grid: frames.map(gridOf),
    xAxis: frames.map((_frame, panel) =>
      timeAxis(panel, range, { labelled: panel >= columns * (metrics.length - 1), most: 4 }),
    ),
    yAxis: axes.flatMap((row) =>
      row.map(({ axis }, column) => (column === 0 ? axis : { ...axis, axisLabel: { show: false } })),
    ),
    series: [
      ...frames.map((_frame, panel) => faultBands(panel, windows, { labelled: false })),
      ...linesIn(grid),
    ],
    graphic: [...titles, ...labels],
  };
};

/** Open connections, work in flight and CPU of each service over time, as small multiples with shared scales. */
export const resources: DrawChart = (result: RunResult): Chart => {
  const drawn = shownRounds(result).filter(({ round }) => round.samples.t.length > 0);
  const services = servicesOf(drawn);
  const frames = framesOf(Math.max(1, services.length));
  const range = rangeOf(drawn);
  const scaled = scalingLine(drawn);
  const empty = drawn.length === 0 || services.length === 0;
  return {
    id: 'resources',
    finding: empty
      ? 'Connections, work in flight and CPU: not sampled'
      : `Open connections of all services together: ${peaks(result)}`,
    subtitle: `Per service, instances added up, sampled about every quarter of a second; one scale per row (${whichRound(result)})${scaled === '' ? '' : `. Scaled: ${scaled}`}`,
    description:
      'A column per service, a row per metric: open connections, requests in flight, CPU as a share of a core. The shaded band is the fault.',
    width: chartWidth,
    height,
    option: empty ? null : optionOf({ drawn, services, frames, range }),
    emptyReason: empty ? 'no round has samples of its processes.' : null,
    ...(empty ? { table: { head: [], rows: [] }, marks: [] } : tableOf(drawn, services, frames, range)),
  };
};
