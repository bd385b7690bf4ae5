import type { SeriesOption } from 'echarts';
import type { TimelineBin } from '../../result/observations.ts';
import type { RunResult } from '../../result/run.ts';
import { noFigure, tooFew } from '../format.ts';
import type { Chart, DrawChart } from './chart.ts';
import { circuitBands, circuitsDescribed } from './circuit-band.ts';
import { faultBands, faultWindows } from './fault-band.ts';
import { cursorAt, type Frame, gridOf, logAxis, onLogAxis, type Range, timeAxis, yPixel } from './frame.ts';
import { labelsAt, note } from './labels.ts';
import { latencyFinding } from './latency-findings.ts';
import { chartWidth, contestantColour, contestantLine, faint, ink, thick, thin } from './look.ts';
import { showAt, showFigure } from './show-figure.ts';
import { shownRounds, whichRound } from './shown-round.ts';
import { binsOf, timeRange } from './time-bins.ts';

const milestones = ['completed', 'accepted'] as const;
type Milestone = (typeof milestones)[number];
const ranks = ['P50', 'P95'] as const;
type Field = `${Milestone}${(typeof ranks)[number]}`;
type Drawn = ReturnType<typeof shownRounds>;

const frames: readonly [Frame, Frame] = [
  { left: 64, top: 64, width: 740, height: 210 },
  { left: 64, top: 346, width: 740, height: 150 },
];
const height = 546;

/** Fewest requests in a bin for a figure at all, so that its absence with more of them can only mean "never". */
const fewest = { P50: 2, P95: 20 } as const;

/** Whether nobody got there at that rank. An older result does not say so, but leaves out the figure of a full bin. */
const isNever = (bin: TimelineBin, field: Field): boolean =>
  bin.never?.includes(field) ??
  (bin[field] === null &&
    bin.failed + bin.lost > 0 &&
    bin.offered >= fewest[field.endsWith('P95') ? 'P95' : 'P50']);

const valuesOf = (drawn: Drawn, milestone: Milestone): number[] =>
  drawn.flatMap(({ round }) =>
    round.timeline.flatMap((bin) =>
      ranks.flatMap((rank) => bin[`${milestone}${rank}`] ?? []).filter((value) => value > 0),
    ),
  );

const lines = (drawn: Drawn, panel: number, milestone: Milestone, top: number): SeriesOption[] =>
  drawn.flatMap(({ round, position }) => {
    const colour = contestantColour(position);
    const curves = ranks.map((rank): SeriesOption => {
      const field: Field = `${milestone}${rank}`;
      // A bin with too few requests is passed over; one whose rank was never reached breaks the line.
      const data = round.timeline.flatMap((bin) => {
        const at = (bin.t + round.binMs / 2) / 1_000;
        const value = bin[field];
        if (value !== null && value > 0) return [[at, onLogAxis(value)]];
        return isNever(bin, field) ? [[at, null]] : [];
      });
      return {
        type: 'line',
        xAxisIndex: panel,
        yAxisIndex: panel,
        data,
        showSymbol: false,
        lineStyle: contestantLine(position, rank === 'P95' ? thick : thin),
      };
    });
    const never = round.timeline.filter((bin) => isNever(bin, `${milestone}P95`));
    return [
      ...curves,
      {
        type: 'scatter',
        xAxisIndex: panel,
        yAxisIndex: panel,
        symbol: 'path://M0,0L10,10M10,0L0,10',
        symbolSize: 6,
        symbolOffset: [0, -6 - 9 * position],
        clip: false,
        itemStyle: { color: 'none', borderColor: colour, borderWidth: 1.6 },
        data: never.map((bin) => [(bin.t + round.binMs / 2) / 1_000, top]),
      },
    ];
  });

const lastKnown = (round: Drawn[number]['round'], field: Field): number | null =>
  round.timeline.findLast((bin) => bin[field] !== null && bin[field] > 0)?.[field] ?? null;

const endLabels = (drawn: Drawn, frame: Frame, milestone: Milestone, range: Range) =>
  labelsAt(
    frame.left + frame.width + 10,
    drawn.flatMap(({ name, position, round }) => {
      const last = lastKnown(round, `${milestone}P95`) ?? lastKnown(round, `${milestone}P50`);
      return last === null
        ? [{ text: name, kept: ': never', colour: contestantColour(position), y: frame.top }]
        : [{ text: name, colour: contestantColour(position), y: yPixel(frame, range, Math.log10(last)) }];
    }),
    [frame.top + 6, frame.top + frame.height],
  );

const tableOf = (drawn: Drawn, range: Range): Pick<Chart, 'table' | 'marks'> => {
  const bins = binsOf(drawn.map(({ round }) => round));
  const fields = milestones.flatMap((milestone) => ranks.map((rank): Field => `${milestone}${rank}`));
  const cell = (bin: TimelineBin | undefined, field: Field): string => {
    if (bin === undefined) return noFigure;
    if (isNever(bin, field)) return 'never';
    return bin[field] === null && bin.offered > 0 ? tooFew : showFigure(bin[field]);
  };
  return {
    table: {
      head: [
        'bin starts at',
        ...drawn.flatMap(({ name }) => fields.map((field) => `${name} ${field.replace('P', ' p')}`)),
      ],
      rows: bins.map(({ t, at }) => [
        showAt(t),
        ...at.flatMap((bin) => fields.map((field) => cell(bin, field))),
      ]),
    },
    marks: bins.map(({ middle }) => cursorAt(frames, range, middle)),
  };
};

/** Completed and accepted latency over time, all contestants, the fault as it really was. */
export const latencyOverTime: DrawChart = (result: RunResult): Chart => {
  const drawn = shownRounds(result).filter(({ round }) => round.timeline.length > 0);
  const range = timeRange(drawn.map(({ round }) => round));
  const windows = drawn.flatMap(({ round }) => faultWindows(round, range[1] * 1_000));
  const axes = milestones.map((milestone, panel) => logAxis(panel, '', valuesOf(drawn, milestone)));
  const binMs = drawn[0]?.round.binMs ?? 0;
  return {
    id: 'latency',
    finding: latencyFinding(result, 'completed'),
    subtitle: `Latency from the due time, log scale, in bins of ${binMs} ms by due time (${whichRound(result)}); thick p95, thin p50; × at the top: that p95 was never reached`,
    description: `Two panels over the same time: completed latency above, accepted latency below. ${latencyFinding(result, 'accepted')}. The shaded band is the fault from its actual injection to its actual clearing, once per contestant.${circuitsDescribed(drawn)}`,
    width: chartWidth,
    height,
    option:
      drawn.length === 0
        ? null
        : {
            grid: frames.map(gridOf),
            xAxis: frames.map((_, panel) => timeAxis(panel, range, { labelled: panel === 1 })),
            yAxis: axes.map(({ axis }) => axis),
            series: [
              ...frames.map((_, panel) => faultBands(panel, windows, { labelled: panel === 0 })),
              ...frames.flatMap((_, panel) => circuitBands(panel, drawn, range, { labelled: panel === 0 })),
              ...milestones.flatMap((milestone, panel) =>
                lines(drawn, panel, milestone, axes[panel]?.range[1] ?? 0),
              ),
            ],
            graphic: milestones.flatMap((milestone, panel) => {
              const frame = frames[panel] ?? frames[0];
              return [
                note(8, frame.top - 50, `${milestone} latency`, { colour: ink, bold: true }),
                ...endLabels(drawn, frame, milestone, axes[panel]?.range ?? [0, 1]),
                ...(panel === 1
                  ? [
                      note(frame.left + frame.width, height - 12, 'time from the end of the warm-up', {
                        colour: faint,
                        align: 'right',
                      }),
                    ]
                  : []),
              ];
            }),
          },
    emptyReason: drawn.length === 0 ? 'No round was measured, so there is nothing to draw.' : null,
    ...tableOf(drawn, range),
  };
};
