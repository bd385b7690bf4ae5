import type { XAXisComponentOption, YAXisComponentOption } from 'echarts';
import type { Mark } from './chart.ts';
import { faint, ink, line } from './look.ts';

/** Where a panel lies in its picture, in pixels, without its axis labels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Range = readonly [from: number, to: number];

/** The ECharts grid of a panel: absolute, so that cursor and labels can be computed without the library. */
export const gridOf = ({ left, top, width, height }: Frame) => ({
  left,
  top,
  width,
  height,
  outerBoundsMode: 'none' as const,
});

/** A round step (1, 2 or 5 times a power of ten) that gives at most `most` intervals. */
export const niceStep = (span: number, most: number): number => {
  if (!(span > 0)) return 1;
  const raw = span / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
};

const axisStyle = {
  axisLabel: { color: faint, fontSize: 12 },
  axisLine: { show: true, onZero: false, lineStyle: { color: line } },
  axisTick: { lineStyle: { color: line } },
  nameTextStyle: { color: faint, fontSize: 12 },
};

/** Multiples of a round step within a range. */
const ticksIn = ([from, to]: Range, most: number): readonly number[] => {
  const step = niceStep(to - from, most);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_unused, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
};

export interface Ticks {
  /** Only the lowest panel of a stack shows its labels. */
  readonly labelled: boolean;
  readonly most?: number;
}

/** A linear x axis with ticks at round values, wherever the range begins. */
export const linearX = (
  gridIndex: number,
  range: Range,
  { labelled, most = 12, format }: Ticks & { readonly format: (value: number) => string },
): XAXisComponentOption => {
  const customValues = [...ticksIn(range, most)];
  return {
    type: 'value',
    gridIndex,
    min: range[0],
    max: range[1],
    ...axisStyle,
    axisTick: { ...axisStyle.axisTick, customValues },
    axisLabel: { ...axisStyle.axisLabel, show: labelled, customValues, formatter: format },
    splitLine: { show: false },
  };
};

/** Seconds from the end of the warm-up. */
export const timeAxis = (gridIndex: number, range: Range, ticks: Ticks): XAXisComponentOption =>
  linearX(gridIndex, range, { ...ticks, format: (value) => `${value} s` });

const yAxis = (gridIndex: number, name: string) => ({
  gridIndex,
  name,
  nameLocation: 'end' as const,
  nameGap: 10,
  ...axisStyle,
  nameTextStyle: { color: ink, fontSize: 12, align: 'left' as const, padding: [0, 0, 0, -48] },
  splitLine: { lineStyle: { color: line, opacity: 0.5 } },
});

/** Linear from 0 to a round number at or above `highest`; gives that number too, for labels. */
export const linearAxis = (
  gridIndex: number,
  name: string,
  highest: number,
  most = 4,
): { readonly axis: YAXisComponentOption; readonly range: Range } => {
  const step = niceStep(Math.max(highest, 1e-9), most);
  const max = Math.max(step, Math.ceil((highest * (1 - 1e-9)) / step) * step);
  return {
    axis: { ...yAxis(gridIndex, name), type: 'value', min: 0, max, interval: step },
    range: [0, max],
  };
};

const unitOf = (ms: number): string => (ms < 1_000 ? `${Number(ms.toPrecision(3))} ms` : `${ms / 1_000} s`);

/** Whole decades of milliseconds around the values; drawn as log10 on a linear axis, so that positions are plain. */
export const logAxis = (
  gridIndex: number,
  name: string,
  values: readonly number[],
): { readonly axis: YAXisComponentOption; readonly range: Range } => {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const low = Math.floor(logs.length === 0 ? 0 : logs.reduce((a, b) => Math.min(a, b)));
  const high = Math.max(low + 1, Math.ceil(logs.length === 0 ? 1 : logs.reduce((a, b) => Math.max(a, b))));
  const axis = yAxis(gridIndex, name);
  return {
    axis: {
      ...axis,
      type: 'value',
      min: low,
      max: high,
      interval: 1,
      axisLabel: { ...axisStyle.axisLabel, formatter: (value: number) => unitOf(10 ** value) },
    },
    range: [low, high],
  };
};

/** Where a time stands on a log axis: its decade, to four places. */
export const onLogAxis = (ms: number): number => Number(Math.log10(ms).toFixed(4));

/** From a value to pixels, left to right. */
export const xPixel = ({ left, width }: Frame, [from, to]: Range, value: number): number =>
  left + ((value - from) / (to - from)) * width;

/** From a value to pixels, bottom to top. */
export const yPixel = ({ top, height }: Frame, [from, to]: Range, value: number): number =>
  top + height - ((value - from) / (to - from)) * height;

/** The cursor at a value of x: a line through each of the frames. */
export const cursorAt = (frames: readonly Frame[], range: Range, value: number): readonly Mark[] =>
  frames.map((frame) => ({
    x: Math.round(xPixel(frame, range, value)),
    y: frame.top,
    width: 0,
    height: frame.height,
  }));
