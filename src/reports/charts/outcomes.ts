import type { GraphicComponentOption, SeriesOption } from 'echarts';
import { type OutcomeClass, type Outcomes, outcomeClasses } from '../../result/outcomes.ts';
import type { RunResult } from '../../result/run.ts';
import { counted, showCount } from '../format.ts';
import { contestantNames, figuresOf, outcomesOf } from '../medians.ts';
import type { Chart, DrawChart } from './chart.ts';
import { type Frame, gridOf, linearX, type Range } from './frame.ts';
import { note, shortened } from './labels.ts';
import { chartWidth, contestantColour, faint, ink, paper } from './look.ts';
import { outcomeColour } from './outcome-colour.ts';

const rowHeight = 92;
const barHeight = 26;
const lineHeight = 17;
/** Room that a segment's own name and count need. */
const characterWidth = 7.5;

interface Row {
  readonly name: string;
  readonly position: number;
  readonly outcomes: Outcomes;
  /** The money rule in words. */
  readonly money: string;
  readonly balanced: boolean;
  /** Effects that should not be there, in words; '' where there are none. */
  readonly beside: string;
}

const besideNames = [
  ['unexpected', 'effects for requests never sent'],
  ['misplaced', 'effects in another service’s ledger'],
  ['outOfOrder', 'effects out of order'],
  ['foreignUser', 'effects for another user or plan'],
] as const;

const rowsOf = (result: RunResult): readonly Row[] =>
  contestantNames(result).flatMap((name, position) => {
    const outcomes = outcomesOf(result, name);
    if (outcomes === null || outcomes.sent === 0) return [];
    const { rounds } = figuresOf(result, name);
    const sum = (of: 'charges' | 'refunds' | 'active'): number =>
      rounds.reduce((total, { money }) => total + money[of], 0);
    const off = rounds.reduce((total, { money }) => total + (money.unbalanced ?? 0), 0);
    const balanced = off === 0 && rounds.every(({ money }) => money.balanced);
    const beside = besideNames.flatMap(([field, words]) => {
      const found = rounds.reduce((total, round) => total + (round.outcomes[field] ?? 0), 0);
      return found === 0 ? [] : [`${words} ${showCount(found)}`];
    });
    const offWords = off === 0 ? '' : `; off in ${counted(off, 'request')}`;
    const money = `warm-up included: charges ${showCount(sum('charges'))} − refunds ${showCount(sum('refunds'))} ${balanced ? '=' : '≠'} requests in force ${showCount(sum('active'))}${offWords}`;
    return [{ name, position, outcomes, money, balanced, beside: beside.join(', ') }];
  });

const findingOf = (rows: readonly Row[]): string =>
  rows
    .map(({ name, outcomes: { sent, failed, lost } }) =>
      failed + lost === 0
        ? `${name} failed and lost none of ${counted(sent, 'request')}`
        : `${name} failed ${showCount(failed)} and lost ${showCount(lost)} of ${counted(sent, 'request')}`,
    )
    .join('; ');

const fits = (text: string, count: number, frame: Frame, [from, to]: Range): boolean =>
  (count / (to - from)) * frame.width > text.length * characterWidth;

const labelOf = (kind: OutcomeClass, { outcomes }: Row): string => `${kind} ${showCount(outcomes[kind])}`;

const seriesOf = (rows: readonly Row[], frame: Frame, range: Range): SeriesOption[] =>
  outcomeClasses
    .filter((kind) => rows.some(({ outcomes }) => outcomes[kind] > 0))
    .map((kind) => ({
      type: 'bar',
      name: kind,
      stack: 'requests',
      barWidth: barHeight,
      itemStyle: { color: outcomeColour(kind), borderColor: paper, borderWidth: 1 },
      data: rows.map((row) => ({
        value: row.outcomes[kind],
        label: {
          show: fits(labelOf(kind, row), row.outcomes[kind], frame, range),
          formatter: labelOf(kind, row),
          color: paper,
          fontSize: 12,
          fontWeight: 'bold',
        },
      })),
    }));

/** Beside each bar its contestant; under it the segments too narrow for their own name, and the money. */
const remarks = (rows: readonly Row[], frame: Frame, range: Range): GraphicComponentOption[] =>
  rows.flatMap((row, index) => {
    const middle = frame.top + (index + 0.5) * rowHeight;
    const narrow = outcomeClasses.filter(
      (kind) => row.outcomes[kind] > 0 && !fits(labelOf(kind, row), row.outcomes[kind], frame, range),
    );
    const segments =
      narrow.length === 0 ? [] : [`also ${narrow.map((kind) => labelOf(kind, row)).join(', ')}`];
    return [
      note(frame.left - 12, middle, shortened(row.name, frame.left - 16), {
        colour: contestantColour(row.position),
        bold: true,
        align: 'right',
      }),
      ...[...segments, ...(row.beside === '' ? [] : [row.beside]), row.money].map((text, at) =>
        note(frame.left, middle + 23 + at * lineHeight, text, {
          colour: text === row.money && row.balanced ? faint : ink,
        }),
      ),
    ];
  });

const tableOf = (rows: readonly Row[]): Chart['table'] => ({
  head: [
    ...['contestant', 'sent', ...outcomeClasses],
    ...['failed', 'lost', 'duplicated', 'double charges', 'beside the classes', 'money'],
  ],
  rows: rows.map(({ name, outcomes, money, beside }) => [
    name,
    ...(['sent', ...outcomeClasses, 'failed', 'lost', 'duplicated', 'doubleCharged'] as const).map((field) =>
      showCount(outcomes[field]),
    ),
    beside === '' ? 'none' : beside,
    money,
  ]),
});

/** What became of every request: a bar per contestant, its classes adding up to what was sent; and the money check. */
export const outcomes: DrawChart = (result: RunResult): Chart => {
  const rows = rowsOf(result);
  const longest = Math.max(0, ...rows.map(({ name }) => name.length));
  const left = Math.min(220, 30 + longest * 8.4);
  const frame: Frame = { left, top: 4, width: chartWidth - left - 24, height: rowHeight * rows.length };
  const most = Math.max(1, ...rows.map(({ outcomes: { sent } }) => sent));
  const range: Range = [0, most];
  return {
    id: 'outcomes',
    finding: rows.length === 0 ? 'No request was counted' : findingOf(rows),
    subtitle:
      'Requests by outcome class, summed over the rounds that count; under each bar the money rule, which counts the warm-up too: charges − refunds = requests in force',
    description: 'One bar per contestant; its segments add up to the requests that were sent.',
    width: chartWidth,
    height: frame.top + frame.height + 40,
    option:
      rows.length === 0
        ? null
        : {
            grid: gridOf(frame),
            xAxis: linearX(0, range, { labelled: true, most: 6, format: showCount }),
            yAxis: {
              type: 'category',
              inverse: true,
              show: false,
              data: rows.map(({ name }) => name),
            },
            series: seriesOf(rows, frame, range),
            graphic: remarks(rows, frame, range),
          },
    emptyReason: rows.length === 0 ? 'No round has counted a request.' : null,
    table: tableOf(rows),
    marks: rows.map((_, index) => [
      { x: frame.left, y: frame.top + index * rowHeight, width: frame.width, height: rowHeight },
    ]),
  };
};
