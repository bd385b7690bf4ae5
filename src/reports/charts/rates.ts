import type { SeriesOption } from 'echarts';
import type { RunResult } from '../../result/run.ts';
import { noFigure, showCount } from '../format.ts';
import type { Chart, DrawChart } from './chart.ts';
import { circuitBands, circuitsDescribed } from './circuit-band.ts';
import { faultBands, faultWindows } from './fault-band.ts';
import { cursorAt, type Frame, gridOf, linearAxis, timeAxis, yPixel } from './frame.ts';
import { labelsAt, note } from './labels.ts';
import { chartWidth, contestantColour, contestantLine, faint, ink } from './look.ts';
import { rateFinding } from './rate-findings.ts';
import { offered, type RatePanel, ratePanels } from './rate-panels.ts';
import { showAt } from './show-figure.ts';
import { type ShownRound, shownRounds, whichRound } from './shown-round.ts';
import { binsOf, timeRange } from './time-bins.ts';

const framesOf = (panels: readonly RatePanel[]): readonly Frame[] =>
  panels.map((_, index) => ({ left: 64, width: 740, height: 108, top: 40 + index * 154 }));

const curve = (panel: number, { position, round }: ShownRound, { points }: RatePanel): SeriesOption => ({
  type: 'line',
  xAxisIndex: panel,
  yAxisIndex: panel,
  showSymbol: false,
  data: points(round).map((point) => [...point]),
  lineStyle: contestantLine(position, 2),
});

/** Every contestant is offered the same, so one grey line is enough unless their rates differ. */
const offeredCurves = (panel: number, shown: readonly ShownRound[]): SeriesOption[] =>
  shown.slice(0, 1).map((first) => ({
    ...curve(panel, first, offered),
    lineStyle: { color: faint, width: 1 },
  }));

const highest = (shown: readonly ShownRound[], panels: readonly RatePanel[]): number =>
  shown.reduce(
    (most, { round }) =>
      panels.reduce(
        (inner, { points }) => points(round).reduce((top, [, value]) => Math.max(top, value), inner),
        most,
      ),
    0,
  );

/** Where a contestant's line is most itself: at its peak the label cannot be taken for another's. */
const peakOf = (points: readonly (readonly [number, number])[]): number =>
  points.reduce((most, [, value]) => Math.max(most, value), 0);

const tableOf = (shown: readonly ShownRound[], panels: readonly RatePanel[]): Chart['table'] => {
  const columns = [offered, ...panels];
  return {
    head: ['bin starts at', ...shown.flatMap(({ name }) => columns.map(({ column }) => `${name} ${column}`))],
    rows: binsOf(shown.map(({ round }) => round)).map(({ t }) => [
      showAt(t),
      ...shown.flatMap(({ round }) =>
        columns.map(({ at }) => {
          const value = at(round, t);
          return value === null ? noFigure : String(value);
        }),
      ),
    ]),
  };
};

/** Accepted and completed rate over the offered one, and under them what waits and what is in flight. */
export const rates: DrawChart = (result: RunResult): Chart => {
  const shown = shownRounds(result).filter(({ round }) => round.timeline.length > 0);
  const panels = ratePanels(shown.map(({ round }) => round));
  const frames = framesOf(panels);
  const height = 40 + panels.length * 154 + 20;
  const range = timeRange(shown.map(({ round }) => round));
  const windows = shown.flatMap(({ round }) => faultWindows(round, range[1] * 1_000));
  const axes = panels.map((panel, index) =>
    linearAxis(index, '', highest(shown, index < 2 ? [panel, offered] : [panel]), 3),
  );
  const option = {
    grid: frames.map(gridOf),
    xAxis: frames.map((_, index) => timeAxis(index, range, { labelled: index === frames.length - 1 })),
    yAxis: axes.map(({ axis }) => axis),
    series: [
      ...frames.map((_, index) => faultBands(index, windows, { labelled: index === 0 })),
      ...frames.flatMap((_, index) => circuitBands(index, shown, range, { labelled: index === 0 })),
      ...[0, 1].flatMap((index) => offeredCurves(index, shown)),
      ...panels.flatMap((panel, index) => shown.map((one) => curve(index, one, panel))),
    ],
    graphic: [
      ...panels.flatMap(({ title, points }, index) => {
        const frame = frames[index]!;
        return [
          note(8, frame.top - 18, title, { colour: ink, bold: true }),
          ...labelsAt(
            frame.left + frame.width + 10,
            shown.map(({ name, position, round }) => {
              const peak = peakOf(points(round));
              const kept = index < 2 ? '' : ` ≤ ${showCount(Math.round(peak))}`;
              return {
                text: name,
                kept,
                colour: contestantColour(position),
                y: yPixel(frame, axes[index]!.range, peak),
              };
            }),
            [frame.top + 4, frame.top + frame.height],
          ),
        ];
      }),
      note(chartWidth - 156, height - 10, 'time from the end of the warm-up', {
        colour: faint,
        align: 'right',
      }),
    ],
  };
  return {
    id: 'rates',
    finding: shown.length === 0 ? 'Nothing was measured' : rateFinding(result),
    subtitle: `Rates per second in bins of ${shown[0]?.round.binMs ?? 0} ms, counted when the thing happened; what waits and what is in flight as looked at by the harness (${whichRound(result)}); peak and drain time are medians over rounds`,
    description: `Panels over the same time: accepted rate and completed rate against the offered rate, then the backlog${panels.length > 4 ? ', then calls still owed' : ''}, then the requests in flight.${circuitsDescribed(shown)}`,
    width: chartWidth,
    height,
    option: shown.length === 0 ? null : option,
    emptyReason: shown.length === 0 ? 'No round was measured, so there is nothing to draw.' : null,
    table: tableOf(shown, panels),
    marks: binsOf(shown.map(({ round }) => round)).map(({ middle }) => cursorAt(frames, range, middle)),
  };
};
