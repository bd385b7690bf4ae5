import type { GraphicComponentOption, SeriesOption } from 'echarts';
import { type OutcomeClass, outcomeClasses } from '../../result/outcomes.ts';
import type { RoundResult } from '../../result/round.ts';
import type { RunResult } from '../../result/run.ts';
import { counted, noFigure, showCount } from '../format.ts';
import type { Chart, DrawChart } from './chart.ts';
import { circuitBands, circuitsDescribed } from './circuit-band.ts';
import { dotsOf, unanswered } from './dot-cells.ts';
import { faultBands, faultWindows } from './fault-band.ts';
import { cursorAt, type Frame, gridOf, logAxis, type Range, timeAxis, yPixel } from './frame.ts';
import { note } from './labels.ts';
import { chartWidth, contestantColour, faint, ink } from './look.ts';
import { outcomeColour } from './outcome-colour.ts';
import { shapePath, shapeStyle } from './outcome-shape.ts';
import { showAt, showFigure } from './show-figure.ts';
import { type ShownRound, shownRounds, whichRound } from './shown-round.ts';
import { binsOf, timeRange } from './time-bins.ts';

const panelHeight = 130;
const panelStep = 216;
const legendHeight = 34;

const frameOf = (panel: number): Frame => ({
  left: 64,
  width: chartWidth - 64 - 20,
  height: panelHeight,
  top: legendHeight + 48 + panel * panelStep,
});

/** A path that is drawn as it is, in pixels of the picture. */
const painted = (kind: OutcomeClass, points: readonly (readonly [number, number])[]): SeriesOption => ({
  type: 'custom',
  coordinateSystem: 'none',
  silent: true,
  data: [0],
  renderItem: () => ({
    type: 'path',
    shape: { pathData: shapePath(kind, points) },
    style: shapeStyle(kind, outcomeColour(kind)),
  }),
});

const presentIn = (shown: readonly ShownRound[]): readonly OutcomeClass[] =>
  outcomeClasses.filter((kind) => shown.some(({ round }) => round.outcomes[kind] > 0));

/** Shape, colour and word of each class that occurs. */
const legend = (kinds: readonly OutcomeClass[]) => {
  let x = 14;
  const places = kinds.map((kind) => {
    const place = { kind, x };
    x += 26 + kind.length * 8;
    return place;
  });
  return {
    series: places.map((place) => painted(place.kind, [[place.x, 12]])),
    graphic: places.map((place) => note(place.x + 9, 12, place.kind, { colour: ink })),
  };
};

const titles = ({ name, position, round }: ShownRound, frame: Frame, y: Range): GraphicComponentOption[] => {
  const { failed, lost, sent } = round.outcomes;
  const silent = round.dots.points.some(([, latency]) => latency < 0);
  return [
    note(8, frame.top - 44, name, { colour: contestantColour(position), bold: true }),
    note(
      frame.left + frame.width,
      frame.top - 44,
      `${counted(sent, 'request')}, failed ${showCount(failed)}, lost ${showCount(lost)}`,
      { colour: ink, align: 'right' },
    ),
    ...(silent
      ? [
          note(frame.left - 8, yPixel(frame, y, y[1] + unanswered), 'never', {
            colour: faint,
            align: 'right',
          }),
        ]
      : []),
  ];
};

/** Due times of the first and the last request that ended badly. */
const badlyBetween = ({ dots, outcomes }: RoundResult): string => {
  const badly = dots.points
    .filter(([, , index]) => !['completed', 'declined', 'recovered'].includes(outcomeClasses[index] ?? ''))
    .map(([due]) => due);
  const total = showCount(outcomes.failed + outcomes.lost);
  if (badly.length === 0) return 'none ended failed or lost';
  return `${total} of ${showCount(outcomes.sent)} ended failed or lost, due from ${showAt(Math.min(...badly))} to ${showAt(Math.max(...badly))}`;
};

const tableOf = (shown: readonly ShownRound[]): Chart['table'] => ({
  head: [
    'bin starts at',
    ...shown.flatMap(({ name }) =>
      ['due', 'failed', 'lost', 'slowest drawn'].map((column) => `${name} ${column}`),
    ),
  ],
  rows: binsOf(shown.map(({ round }) => round)).map(({ t, at }) => [
    showAt(t),
    ...shown.flatMap(({ round }, index) => {
      const bin = at[index];
      if (bin === undefined) return [noFigure, noFigure, noFigure, noFigure];
      const drawn = round.dots.points.filter(([due]) => due >= t && due < t + round.binMs);
      const slowest = drawn.reduce<number | 'never' | null>(
        (most, [, latency]) => (most === 'never' || latency < 0 ? 'never' : Math.max(most ?? 0, latency)),
        null,
      );
      return [String(bin.offered), String(bin.failed), String(bin.lost), showFigure(slowest)];
    }),
  ]),
});

const optionOf = (shown: readonly ShownRound[], x: Range): Chart['option'] => {
  const axes = shown.map((_, panel) =>
    logAxis(
      panel,
      '',
      shown.flatMap(({ round }) => round.dots.points.map(([, latency]) => latency)),
    ),
  );
  const y = axes[0]?.range ?? ([0, 1] as const);
  const key = legend(presentIn(shown));
  return {
    grid: shown.map((_, panel) => gridOf(frameOf(panel))),
    xAxis: shown.map((_, panel) => timeAxis(panel, x, { labelled: true })),
    yAxis: axes.map(({ axis }) => axis),
    series: [
      ...shown.map(({ round }, panel) =>
        faultBands(panel, faultWindows(round, x[1] * 1_000), { labelled: panel === 0 }),
      ),
      ...shown.flatMap((one, panel) => circuitBands(panel, [one], x, { labelled: true })),
      ...shown.flatMap(({ round }, panel) =>
        [...dotsOf(round, frameOf(panel), x, y)].map(([kind, points]) => painted(kind, points)),
      ),
      ...key.series,
    ],
    graphic: [...key.graphic, ...shown.flatMap((one, panel) => titles(one, frameOf(panel), y))],
  };
};

/** Every request as a dot, a panel per contestant on the same axes; shape and colour by outcome. */
export const dots: DrawChart = (result: RunResult): Chart => {
  const shown = shownRounds(result).filter(({ round }) => round.dots.points.length > 0);
  const x = timeRange(shown.map(({ round }) => round));
  const left = shown.reduce((sum, { round }) => sum + round.dots.left, 0);
  const frames = shown.map((_, panel) => frameOf(panel));
  return {
    id: 'dots',
    finding:
      shown.length === 0
        ? 'No request was measured'
        : `Of the requests of ${shown.map(({ name, round }) => `${name}, ${badlyBetween(round)}`).join('; of ')}`,
    subtitle: `Each request by its due time and by the time until it was resolved, log scale (${whichRound(result)}); requests that fall on the same spot are drawn once${left > 0 ? `; ${showCount(left)} more like these were not kept in the result` : ''}`,
    description: `One panel per contestant, all on the same axes. Shape and colour tell the outcome; requests whose end the client never learned stand above the panel.${circuitsDescribed(shown)}`,
    width: chartWidth,
    height: legendHeight + Math.max(1, shown.length) * panelStep - 4,
    option: shown.length === 0 ? null : optionOf(shown, x),
    emptyReason: shown.length === 0 ? 'No round has kept any request.' : null,
    table: tableOf(shown),
    marks: binsOf(shown.map(({ round }) => round)).map(({ middle }) => cursorAt(frames, x, middle)),
  };
};
