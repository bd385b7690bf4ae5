import type { SeriesOption } from 'echarts';
import { type OutcomeClass, outcomeClasses, type RunResult } from '../../analysis/result.ts';
import type { Chart, DrawChart } from './chart.ts';
import { type Frame, gridOf, linearAxis, xPixel } from './frame.ts';
import { chartWidth, faint, ink, line } from './look.ts';

/** Fill per class: served is calm, failed is amber, lost is dark; each segment also carries its name. */
const fills: Readonly<Record<OutcomeClass, string>> = {
  completed: '#7fb3a6',
  declined: '#c9cfcb',
  recovered: '#a8c66c',
  refused: '#e3b04b',
  compensated: '#cf8a3a',
  dropped: '#c25450',
  stranded: '#8c1d40',
  vanished: '#5b1a4b',
  unresolved: '#6f6f8a',
};
const lightText: ReadonlySet<OutcomeClass> = new Set(['stranded', 'vanished', 'unresolved', 'dropped']);

const barHeight = 44;
const left = 130;
const top = 16;
/** A segment narrower than this has no room for its name; the legend below and the table have it. */
const narrowest = 84;

const entriesOf = (result: RunResult) =>
  result.scenario.contestants.flatMap(({ name }) => {
    const outcomes = result.summary.contestants[name]?.outcomes;
    return outcomes === undefined || outcomes.sent === 0 ? [] : [{ name, outcomes }];
  });

const findingOf = (entries: ReturnType<typeof entriesOf>): string =>
  entries.length === 0
    ? 'No request was counted'
    : entries
        .map(
          ({ name, outcomes: { sent, completed, failed, lost } }) =>
            `${name} completed ${completed} of ${sent}, failed ${failed}, lost ${lost}`,
        )
        .join('; ');

const moneyOf = ({ rounds }: RunResult): string => {
  const unbalanced = rounds.filter(({ valid, money }) => valid && !money.balanced);
  const names = [...new Set(unbalanced.map(({ contestant }) => contestant))];
  return names.length === 0
    ? 'charges − refunds = active subscriptions in every valid round'
    : `charges − refunds ≠ active subscriptions for ${names.join(', ')}`;
};

/** What became of every request: a bar per contestant, its classes adding up to what was sent; and the money check. */
export const outcomes: DrawChart = (result: RunResult): Chart => {
  const entries = entriesOf(result);
  const frame: Frame = {
    left,
    top,
    width: chartWidth - left - 30,
    height: barHeight * Math.max(1, entries.length),
  };
  const most = Math.max(1, ...entries.map((entry) => entry.outcomes.sent));
  const { axis, range } = linearAxis(0, '', most, 6);
  const { min, max, interval } = axis as { min: number; max: number; interval: number };
  const present = outcomeClasses.filter((kind) => entries.some((entry) => entry.outcomes[kind] > 0));
  const wide = (count: number): boolean => xPixel(frame, range, count) - frame.left > narrowest;
  const series = present.map(
    (kind): SeriesOption => ({
      type: 'bar',
      name: kind,
      stack: 'requests',
      barWidth: barHeight - 16,
      itemStyle: { color: fills[kind], borderColor: line, borderWidth: 0.5 },
      data: entries.map(({ outcomes: counted }) => ({
        value: counted[kind],
        label: {
          show: wide(counted[kind]),
          formatter: `${kind} ${counted[kind]}`,
          color: lightText.has(kind) ? '#ffffff' : '#1c1e21',
          fontSize: 11,
        },
      })),
    }),
  );
  return {
    id: 'outcomes',
    finding: findingOf(entries),
    subtitle: `Requests by outcome class, all valid rounds together; ${moneyOf(result)}`,
    description: `One bar per contestant; its segments add up to the requests that were sent. ${findingOf(entries)}.`,
    width: chartWidth,
    height: frame.top + frame.height + 64,
    option:
      entries.length === 0
        ? null
        : {
            grid: gridOf(frame),
            legend: {
              bottom: 0,
              selectedMode: false,
              textStyle: { color: ink, fontSize: 12 },
              data: present,
            },
            xAxis: {
              type: 'value',
              min,
              max,
              interval,
              axisLabel: { color: faint },
              splitLine: { lineStyle: { color: line, opacity: 0.5 } },
            },
            yAxis: {
              type: 'category',
              inverse: true,
              data: entries.map(({ name }) => name),
              axisLabel: { color: ink, fontSize: 13 },
              axisLine: { lineStyle: { color: line } },
              axisTick: { show: false },
            },
            series,
          },
    emptyReason: entries.length === 0 ? 'No valid round has counted a request.' : null,
    table: {
      head: ['contestant', 'sent', ...outcomeClasses, 'failed', 'lost', 'duplicated', 'double charges'],
      rows: entries.map(({ name, outcomes: counted }) => [
        name,
        String(counted.sent),
        ...outcomeClasses.map((kind) => String(counted[kind])),
        ...[counted.failed, counted.lost, counted.duplicated, counted.doubleCharged].map(String),
      ]),
    },
    marks: entries.map((_, index) => [
      { x: frame.left, y: frame.top + index * barHeight, width: frame.width, height: barHeight },
    ]),
  };
};
