import type { GraphicComponentOption } from 'echarts';
import type { RunResult } from '../../result/run.ts';
import { showDuration } from '../format.ts';
import type { Chart, DrawChart, Mark } from './chart.ts';
import { type Frame, gridOf, niceStep, type Range, xPixel } from './frame.ts';
import { note } from './labels.ts';
import { chartWidth, contestantColour, faint, ink, line, paper } from './look.ts';
import { type Lane, lanesOf, lastMoment, type Row } from './request-lanes.ts';
import { laneText, nameOf, ofCompletedOnly, titleOf, whyEmpty } from './request-words.ts';
import { whichRound } from './shown-round.ts';

const rowHeight = 22;
const laneGap = 40;
const left = 232;
const plotWidth = chartWidth - left - 40;
const top = 26;

/** The rows of a lane with their place from the top of the picture. */
const placed = (lanes: readonly Lane[]) => {
  let y = top;
  const all = lanes.map((lane) => {
    const title = y;
    const rows = lane.rows.map((row, index) => ({ row, y: title + (index + 1) * rowHeight }));
    y = title + Math.max(1, lane.rows.length) * rowHeight + laneGap;
    return { lane, title, rows };
  });
  return { all, bottom: y - laneGap + rowHeight };
};

const box = (x: number, y: number, width: number, height: number, style: object): GraphicComponentOption => ({
  type: 'rect',
  silent: true,
  shape: { x, y, width: Math.max(width, 1), height },
  style,
});

const drawRow = (
  { row, y }: { row: Row; y: number },
  frame: Frame,
  range: Range,
): GraphicComponentOption[] => {
  const at = (ms: number): number => Math.round(xPixel(frame, range, ms) * 10) / 10;
  const [wait, work, end] = [at(row.waitFrom), at(row.workFrom), at(row.end)];
  const label = note(left - 10, y, row.label, { colour: ink, align: 'right' });
  if (row.client === 'open') {
    const [from, to] = [wait, frame.left + frame.width];
    const shape = { x1: from, y1: y, x2: to, y2: y };
    return [
      label,
      { type: 'line', silent: true, shape, style: { stroke: row.colour, lineWidth: 2, lineDash: [4, 4] } },
    ];
  }
  if (row.client === 'ended') return [label, box(wait, y - 1, end - wait, 2, { fill: row.colour })];
  return [
    label,
    ...(work > wait
      ? [
          box(wait, y - 5, work - wait, 10, {
            fill: paper,
            stroke: row.colour,
            lineWidth: 1,
            lineDash: [3, 2],
          }),
        ]
      : []),
    box(work, y - 7, end - work, 14, { fill: row.colour }),
  ];
};

/** What the client was answered: a diamond for accepted, a dot for how it ended; a lane without either says so in its title. */
const clientMarks = (lane: Lane, y: number, frame: Frame, range: Range): GraphicComponentOption[] => {
  const { exemplar, shown } = lane;
  if (exemplar === null) return [];
  const at = (ms: number): number => Math.round(xPixel(frame, range, ms));
  const fill = contestantColour(shown.position);
  const early =
    exemplar.acceptedAt !== null && exemplar.acceptedAt !== exemplar.completedAt ? [exemplar.acceptedAt] : [];
  const last = exemplar.completedAt === null ? [] : [exemplar.completedAt];
  return [
    ...early.map((ms): GraphicComponentOption => {
      const x = at(ms);
      const points = [
        [x, y - 6],
        [x + 6, y],
        [x, y + 6],
        [x - 6, y],
      ];
      return {
        type: 'polygon',
        silent: true,
        shape: { points },
        style: { fill: paper, stroke: fill, lineWidth: 2 },
      };
    }),
    ...last.map(
      (ms): GraphicComponentOption => ({
        type: 'circle',
        silent: true,
        shape: { cx: at(ms), cy: y, r: 5 },
        style: { fill },
      }),
    ),
  ];
};

const tableOf = (
  all: ReturnType<typeof placed>['all'],
  frame: Frame,
  range: Range,
): Pick<Chart, 'table' | 'marks'> => {
  const lines = all.flatMap(({ lane, rows }) =>
    rows.map(({ row, y }) => {
      const x = Math.round(xPixel(frame, range, row.waitFrom));
      const mark: Mark = { x, y: y - 10, width: Math.round(xPixel(frame, range, row.end)) - x, height: 20 };
      const cells = [row.waitFrom, row.workFrom, row.end].map(showDuration);
      return {
        cells: [
          `${lane.shown.name}, ${row.label}`,
          ...(row.client !== null ? [cells[0]!, '', row.client === 'open' ? 'never' : cells[2]!] : cells),
        ],
        mark,
      };
    }),
  );
  return {
    table: { head: ['step', 'arrived at', 'worked from', 'done at'], rows: lines.map(({ cells }) => cells) },
    marks: lines.map(({ mark }) => [mark]),
  };
};

const frameAndRange = (lanes: readonly Lane[], bottom: number): { frame: Frame; range: Range } => {
  const longest = Math.max(
    1,
    ...lanes.flatMap(({ exemplar }) => (exemplar === null ? [] : [lastMoment(exemplar)])),
  );
  const step = niceStep(longest, 8);
  return {
    frame: { left, top: 4, width: plotWidth, height: bottom - 4 },
    range: [0, Math.ceil(longest / step) * step],
  };
};

const optionOf = (
  { all, bottom }: ReturnType<typeof placed>,
  frame: Frame,
  range: Range,
  height: number,
): Chart['option'] => ({
  grid: gridOf(frame),
  xAxis: {
    type: 'value',
    min: range[0],
    max: range[1],
    interval: niceStep(range[1], 8),
    axisLabel: {
      color: faint,
      fontSize: 12,
      formatter: (value: number) => (value === 0 ? 'due' : showDuration(value).replace(/\.?0+ s$/, ' s')),
    },
    axisLine: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line, opacity: 0.5 } },
  },
  yAxis: { type: 'value', show: false, min: 0, max: 1 },
  series: [],
  graphic: all
    .flatMap(({ lane, title, rows }) => [
      note(8, title, titleOf(lane), {
        colour: contestantColour(lane.shown.position),
        bold: true,
      }),
      ...rows.flatMap((row) => drawRow(row, frame, range)),
      ...(rows[0] === undefined ? [] : clientMarks(lane, rows[0].y, frame, range)),
    ])
    .concat(
      note(frame.left + frame.width, Math.min(height - 8, bottom + 34), 'time from the due time', {
        colour: faint,
        align: 'right',
      }),
    ),
});

/** The same percentile of each contestant as a waterfall: how long a request waited, and who worked on it. */
export const requestAt =
  (percentile: number): DrawChart =>
  (result: RunResult): Chart => {
    const lanes = lanesOf(result, percentile);
    const texts = lanes.map(laneText).filter((text) => text !== '');
    const name = nameOf(percentile, lanes);
    const place = placed(lanes);
    const { frame, range } = frameAndRange(lanes, place.bottom);
    const height = place.bottom + 44;
    const empty = texts.length === 0;
    return {
      id: `request-${percentile}`,
      finding: `${name}: ${empty ? 'there is none' : texts.join('; ')}`,
      subtitle: `${percentile === 100 || ofCompletedOnly(lanes) ? '' : 'By the error-adjusted rank, those that never completed last. '}Time from the due time, linear; outlined: waiting, filled: working; ◇ accepted, ● resolved (${whichRound(result)})`,
      description:
        'One lane per contestant, on the same scale; the first row is the client, then each step in the order in which it was done.',
      width: chartWidth,
      height,
      option: empty ? null : optionOf(place, frame, range, height),
      emptyReason: empty ? whyEmpty(percentile) : null,
      ...(empty ? { table: { head: [], rows: [] }, marks: [] } : tableOf(place.all, frame, range)),
    };
  };
