import type { GraphicComponentOption, SeriesOption } from 'echarts';
import type { PhaseName } from '../../result/figures.ts';
import type { RunResult } from '../../result/run.ts';
import { noFigure, tooFew } from '../format.ts';
import { hasFault } from '../medians.ts';
import { type BudgetLine, budgetLines } from './budget-lines.ts';
import type { Chart, DrawChart } from './chart.ts';
import { type Frame, gridOf, logAxis, onLogAxis, type Range, xPixel, yPixel } from './frame.ts';
import { type Label, labelsAt, note, shortened, spread } from './labels.ts';
import { inTurn, rankFigures } from './latency-findings.ts';
import { chartWidth, contestantColour, contestantLine, faint, ink, line } from './look.ts';
import { type PercentileCurve, percentileCurve, showRank } from './percentile-curve.ts';
import { showFigure } from './show-figure.ts';
import { type ShownRound, shownRounds, whichRound } from './shown-round.ts';

const milestones = ['completed', 'accepted'] as const;
type Milestone = (typeof milestones)[number];

interface Panel extends Frame {
  readonly phase: PhaseName;
  readonly milestone: Milestone;
  readonly curves: readonly { readonly shown: ShownRound; readonly curve: PercentileCurve }[];
}

const left = 64;
const plotWidth = 720;
const gap = 24;
const rowHeight = 190;
const rowGap = 84;
const top = 62;
const height = top + 2 * rowHeight + rowGap + 48;

const panelsOf = (result: RunResult): readonly Panel[] => {
  const phases: readonly PhaseName[] = hasFault(result) ? ['before', 'during', 'after'] : ['all'];
  return milestones.flatMap((milestone, row) =>
    phases.map((phase, column) => ({
      phase,
      milestone,
      height: rowHeight,
      top: top + row * (rowHeight + rowGap),
      left: left + (column * (plotWidth + gap)) / phases.length,
      width: (plotWidth + gap) / phases.length - gap,
      curves: shownRounds(result).map((shown) => ({
        shown,
        curve: percentileCurve(shown.round, phase, milestone),
      })),
    })),
  );
};

const inPanel = ({ milestone, phase }: Panel, lines: readonly BudgetLine[]): readonly BudgetLine[] =>
  lines.filter(
    (one) =>
      one.milestone === milestone && (one.phase === null || one.phase === phase || one.phase === 'all'),
  );

const curveSeries = (panels: readonly Panel[], tops: readonly number[]): SeriesOption[] =>
  panels.flatMap(({ curves }, panel) =>
    curves.flatMap(({ shown, curve }): SeriesOption[] => {
      const colour = contestantColour(shown.position);
      const place = { xAxisIndex: panel, yAxisIndex: panel, silent: true };
      return [
        {
          type: 'line',
          ...place,
          showSymbol: false,
          data: curve.points.map(({ x, ms }) => [x, onLogAxis(Math.max(ms, 0.001))]),
          lineStyle: contestantLine(shown.position, 2),
        },
        {
          type: 'scatter',
          ...place,
          clip: false,
          symbol: 'path://M0,0L10,10M10,0L0,10',
          symbolSize: 8,
          // Side by side above the panel: inside, it would read as a latency.
          symbolOffset: [9 * shown.position, -7],
          itemStyle: { color: 'none', borderColor: colour, borderWidth: 1.8 },
          data: curve.neverFrom === null ? [] : [[curve.neverFrom, tops[panel] ?? 0]],
        },
      ];
    }),
  );

const budgetSeries = (panels: readonly Panel[], lines: readonly BudgetLine[], far: number): SeriesOption[] =>
  panels.flatMap((panel, index) =>
    inPanel(panel, lines).map(
      ({ limitMs }): SeriesOption => ({
        type: 'line',
        xAxisIndex: index,
        yAxisIndex: index,
        showSymbol: false,
        silent: true,
        data: [0, far].map((x) => [x, Math.log10(limitMs)]),
        lineStyle: { color: ink, width: 1.2, type: [1, 4], cap: 'round' },
      }),
    ),
  );

/** Of plain text of 11 pixels in a wide font. */
const smallCharacterWidth = 6.4;

/** Where there is no room for the whole budget, its limit stays. */
const budgetLabel = (text: string): Pick<Label, 'text' | 'kept'> => {
  const [, limited = text, limit = ''] = /^([^<>=]*?)(\s*[<>=].*)$/s.exec(text) ?? [];
  return { text: `budget ${limited}`, kept: limit };
};

/** The text of a budget stands once, above its line, in the first panel that has it. */
const budgetNotes = (
  panels: readonly Panel[],
  lines: readonly BudgetLine[],
  ranges: readonly Range[],
): GraphicComponentOption[] => {
  const said = new Set<string>();
  return panels.flatMap((panel, index) => {
    const fresh = inPanel(panel, lines).filter(({ text }) => !said.has(text));
    for (const { text } of fresh) said.add(text);
    const wanted = fresh.map(({ text, limitMs }) => ({
      ...budgetLabel(text),
      colour: ink,
      y: yPixel(panel, ranges[index] ?? [0, 1], Math.log10(limitMs)) - 9,
    }));
    return spread(wanted, [panel.top + 6, panel.top + panel.height - 8]).map(({ text, kept, y }) => ({
      ...note(panel.left + 6, y, text, { colour: ink }),
      style: {
        text: shortened(text, panel.width - 8, kept, smallCharacterWidth),
        fill: ink,
        fontSize: 11,
        verticalAlign: 'middle',
      },
    }));
  });
};

const endLabels = (panels: readonly Panel[], ranges: readonly Range[]): GraphicComponentOption[] =>
  milestones.flatMap((milestone) => {
    const index = panels.findLastIndex((panel) => panel.milestone === milestone);
    const panel = panels[index]!;
    const labels = panel.curves.map(({ shown, curve }) => {
      const last = curve.points.at(-1);
      const y =
        last === undefined
          ? panel.top
          : yPixel(panel, ranges[index] ?? [0, 1], Math.log10(Math.max(last.ms, 0.001)));
      const without = curve.neverFrom !== null ? 'never' : curve.count === 0 ? 'none' : 'too few';
      const kept = last === undefined ? `: ${without}` : '';
      return { text: shown.name, kept, colour: contestantColour(shown.position), y };
    });
    return labelsAt(left + plotWidth + 10, labels, [panel.top + 6, panel.top + panel.height]);
  });

const titles = (panels: readonly Panel[]): GraphicComponentOption[] =>
  panels.flatMap((panel) => {
    const { phase, milestone, curves } = panel;
    const counts = [...new Set(curves.map(({ curve }) => curve.count))];
    const samples =
      counts.length === 1 ? `${counts[0] ?? 0}` : `${Math.min(...counts)}–${Math.max(...counts)}`;
    const when = phase === 'all' ? 'whole run' : `${phase} the fault`;
    const none = curves.every(({ curve }) => curve.points.length === 0 && curve.neverFrom === null);
    return [
      ...(panel.left === left
        ? [note(8, panel.top - 46, `${milestone} latency`, { colour: ink, bold: true })]
        : []),
      note(panel.left, panel.top - 24, `${when}, n = ${samples}`, { colour: faint }),
      ...(none
        ? [
            note(
              panel.left + 12,
              panel.top + panel.height / 2,
              curves.every(({ curve }) => curve.count === 0) ? 'nothing to measure' : 'too few samples',
              { colour: faint },
            ),
          ]
        : []),
    ];
  });

const tableOf = (panels: readonly Panel[], far: number): Pick<Chart, 'table' | 'marks'> => {
  const xs = Array.from({ length: Math.round(far * 8) + 1 }, (_unused, index) => index / 8);
  const columns = panels.flatMap(({ phase, milestone, curves }) =>
    curves.map(({ shown, curve }) => ({
      head: `${shown.name} ${milestone} ${phase}`,
      cell: (x: number): string => {
        if (curve.neverFrom !== null && x >= curve.neverFrom) return 'never';
        const after = curve.points.find((point) => point.x >= x - 1e-9);
        if (after !== undefined) return showFigure(after.ms);
        return curve.count === 0 ? noFigure : tooFew;
      },
    })),
  );
  const range: Range = [0, far];
  return {
    table: {
      head: ['share of requests within', ...columns.map(({ head }) => head)],
      rows: xs.map((x) => [showRank(x), ...columns.map(({ cell }) => cell(x))]),
    },
    marks: xs.map((x) =>
      panels.map((panel) => ({
        x: Math.round(xPixel(panel, range, x)),
        y: panel.top,
        width: 0,
        height: panel.height,
      })),
    ),
  };
};

const optionOf = (panels: readonly Panel[], lines: readonly BudgetLine[], far: number): Chart['option'] => {
  const shared = milestones.map((milestone) =>
    panels
      .filter((panel) => panel.milestone === milestone)
      .flatMap((panel) => [
        ...panel.curves.flatMap(({ curve }) => curve.points.map(({ ms }) => ms)),
        ...inPanel(panel, lines).map(({ limitMs }) => limitMs),
      ]),
  );
  const axes = panels.map(({ milestone }, index) =>
    logAxis(index, '', shared[milestones.indexOf(milestone)] ?? []),
  );
  const ranges = axes.map(({ range }) => range);
  return {
    grid: panels.map(gridOf),
    xAxis: panels.map((_panel, gridIndex) => ({
      type: 'value',
      gridIndex,
      min: 0,
      max: far,
      interval: 1,
      axisLabel: { color: faint, fontSize: 12, formatter: showRank, showMaxLabel: Number.isInteger(far) },
      axisLine: { lineStyle: { color: line } },
      splitLine: { lineStyle: { color: line, opacity: 0.5 } },
    })),
    yAxis: axes.map(({ axis }, index) =>
      panels[index]!.left === left ? axis : { ...axis, axisLabel: { show: false } },
    ),
    series: [
      ...curveSeries(
        panels,
        ranges.map(([, high]) => high),
      ),
      ...budgetSeries(panels, lines, far),
    ],
    graphic: [
      ...titles(panels),
      ...endLabels(panels, ranges),
      ...budgetNotes(panels, lines, ranges),
      note(left + plotWidth, height - 10, 'share of requests within that time, on 1/(1−p)', {
        colour: faint,
        align: 'right',
      }),
    ],
  };
};

/** Every percentile of accepted and completed latency, phase by phase, as far as the samples carry. */
export const percentiles: DrawChart = (result: RunResult): Chart => {
  const panels = panelsOf(result);
  const furthest = Math.max(
    0,
    ...panels.flatMap(({ curves }) => curves.map(({ curve }) => Math.log10(Math.max(1, curve.count) / 10))),
  );
  const far = Math.max(1, Math.ceil(furthest * 4) / 4);
  const empty = panels.every(({ curves }) =>
    curves.every(({ curve }) => curve.points.length === 0 && curve.neverFrom === null),
  );
  const phase: PhaseName = hasFault(result) ? 'after' : 'all';
  const { rank, values } = rankFigures(result, 'completed', phase);
  return {
    id: 'percentiles',
    finding: `Completed latency ${rank}${phase === 'after' ? ' after the fault' : ''}: ${inTurn(result, values, phase)}`,
    subtitle: `Error-adjusted percentiles on 1/(1−p), log scale; a curve stops where ten samples remain above it; × at the top: from there on never (${whichRound(result)})`,
    description:
      'Completed latency above, accepted latency below, a panel for each phase. The flatter and lower a curve, the better; where it climbs to the right, the slowest requests are much slower than most. Dotted lines are budgets.',
    width: chartWidth,
    height,
    option: empty ? null : optionOf(panels, budgetLines(result), far),
    emptyReason: empty ? 'no phase has the ten requests that a percentile needs.' : null,
    ...(empty ? { table: { head: [], rows: [] }, marks: [] } : tableOf(panels, far)),
  };
};
