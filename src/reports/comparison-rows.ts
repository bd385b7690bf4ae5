import type { PhaseName } from '../result/figures.ts';
import type { OutcomeClass, Outcomes } from '../result/outcomes.ts';
import type { RunResult } from '../result/run.ts';
import { median } from '../shared/median.ts';
import { bottleneckRows } from './bottlenecks.ts';
import { changedPlans, emptyAfter, unlikeExposures } from './fault-times.ts';
import { noFigure, showCount, showDuration, showRate, tooFew } from './format.ts';
import { besideRows, faultRows, serviceRows } from './further-rows.ts';
import { gateNotes } from './gate-notes.ts';
import { contestantNames, figuresOf, hasFault, hasRequests, medianOf, outcomesOf } from './medians.ts';
import { scalingRows } from './scaling.ts';

/** A line of the comparison: what is compared, and a text per contestant. */
export interface ComparisonRow {
  readonly section: string;
  readonly label: string;
  readonly cells: readonly string[];
}

/** The comparison laid out once; terminal, Markdown and page only draw it. */
export interface ComparisonTable {
  readonly head: readonly string[];
  readonly rows: readonly ComparisonRow[];
  readonly notes: readonly string[];
}

const failedParts: readonly OutcomeClass[] = ['refused', 'compensated'];
const lostParts: readonly OutcomeClass[] = [
  ...(['dropped', 'stranded', 'vanished', 'unresolved', 'contradicted'] as const),
];

type Cell = (contestant: string) => string;

const figureCell =
  (result: RunResult, metric: string, phase: PhaseName, stage: string | null = null): Cell =>
  (contestant) => {
    const median = medianOf(result, contestant, metric, phase, stage);
    if (median === 'never') return median;
    if (median === null) return hasRequests(result, contestant, phase, stage) ? tooFew : noFigure;
    return metric.startsWith('rate.') ? showRate(median) : showDuration(median);
  };

/** `68.0/s (+ 12.1/s carried in)`: what was due earlier is no part of the rate, and is named where there is any. */
const rateCell =
  (result: RunResult, rate: 'offered' | 'accepted' | 'completed'): Cell =>
  (contestant) => {
    const shown = figureCell(result, `rate.${rate}`, 'all')(contestant);
    if (rate === 'offered') return shown;
    const carried = figuresOf(result, contestant).rounds.flatMap(
      ({ phases }) => phases.all.rates.carriedIn?.[rate] ?? [],
    );
    const middle = carried.length === 0 ? 0 : median(carried);
    return middle === 0 ? shown : `${shown} (+ ${showRate(middle)} carried in)`;
  };

const outcomeCell =
  (result: RunResult, show: (outcomes: Outcomes) => string): Cell =>
  (contestant) => {
    const outcomes = outcomesOf(result, contestant);
    return outcomes === null ? noFigure : show(outcomes);
  };

const withParts =
  (sum: 'failed' | 'lost', parts: readonly OutcomeClass[]) =>
  (outcomes: Outcomes): string => {
    const named = parts
      .filter((name) => outcomes[name] > 0)
      .map((name) => `${name} ${showCount(outcomes[name])}`);
    return named.length === 0 ? '0' : `${showCount(outcomes[sum])} (${named.join(', ')})`;
  };

/** `2 of 3`: rounds that count, of those that were wanted. */
const validRounds =
  (result: RunResult): Cell =>
  (contestant) => {
    const { rounds, valid } = figuresOf(result, contestant);
    return `${valid ? rounds.length : 0} of ${Math.max(result.scenario.rounds, rounds.length)}`;
  };

const balance =
  (result: RunResult): Cell =>
  (contestant) => {
    const { rounds } = figuresOf(result, contestant);
    if (rounds.length === 0) return noFigure;
    const off = rounds.some(({ money }) => !money.balanced || (money.unbalanced ?? 0) > 0);
    return off ? 'NOT balanced' : 'balanced';
  };

/** A whole-run percentile would blend the fault into the good times, so runs with a fault are shown by phase. */
const latencyRows = (
  result: RunResult,
): readonly (readonly [section: string, label: string, cell: Cell])[] => {
  const phases: readonly PhaseName[] = hasFault(result) ? ['before', 'during', 'after'] : ['all'];
  return phases.flatMap((phase) =>
    (['accepted', 'completed'] as const).flatMap((milestone) =>
      (['p50', 'p95', 'p99'] as const).map((rank) => {
        const section = phase === 'all' ? 'time from due' : `time from due, ${phase} the fault`;
        return [section, `${milestone} ${rank}`, figureCell(result, `${milestone}.${rank}`, phase)] as const;
      }),
    ),
  );
};

/** What budgets may ask of the named stages of the load. */
const stageRows = (result: RunResult): readonly (readonly [section: string, label: string, cell: Cell])[] => {
  const names = new Set(result.rounds.flatMap(({ stages = {} }) => Object.keys(stages)));
  return [...names].flatMap((stage) =>
    (['during', 'after'] as const).flatMap((phase) =>
      (['accepted', 'completed'] as const).flatMap((milestone) =>
        (['p50', 'p95'] as const).map((rank) => {
          const cell = figureCell(result, `${milestone}.${rank}`, phase, stage);
          return [`time from due, ${phase} ${stage}`, `${milestone} ${rank}`, cell] as const;
        }),
      ),
    ),
  );
};

const requestRows = (result: RunResult): readonly (readonly [string, string, Cell])[] => {
  const plain = (label: string, field: keyof Outcomes) =>
    ['requests', label, outcomeCell(result, (outcomes) => showCount(outcomes[field] ?? 0))] as const;
  return [
    plain('sent', 'sent'),
    plain('completed', 'completed'),
    plain('recovered', 'recovered'),
    plain('declined', 'declined'),
    ['requests', 'failed', outcomeCell(result, withParts('failed', failedParts))],
    ['requests', 'lost', outcomeCell(result, withParts('lost', lostParts))],
    plain('duplicated effects', 'duplicated'),
    plain('double charges', 'doubleCharged'),
    ...besideRows(result),
    ...serviceRows(result),
    ...bottleneckRows(result),
    ...faultRows(result),
    ...scalingRows(result),
    ['checks', 'money, warm-up included', balance(result)],
    ['checks', 'valid rounds', validRounds(result)],
  ];
};

/** Starts in which processes still got faster when a third of the load was over. */
const driftNotes = (paired: NonNullable<RunResult['paired']>): readonly string[] => {
  const starts = new Set(paired.map(({ round }) => round));
  const drifting = new Set(paired.filter(({ drifts }) => drifts).map(({ round }) => round));
  return drifting.size === 0
    ? []
    : [
        `Still warming up after a third of the load in ${drifting.size} of ${starts.size} rounds: lengthen \`load.warmUp\`.`,
      ];
};

/** How the contestants came under load, and what the comparisons knew before, where either is not the usual. */
const measureNotes = ({ scenario, priors, paired = [] }: RunResult): readonly string[] => [
  ...(scenario.measure === 'slices'
    ? [
        'Measured in slices: all contestants were up and took turns under load, in an order drawn by lot, each with the same requests; a round is one start of all.',
      ]
    : []),
  ...(scenario.measure === 'duet'
    ? [
        'Measured side by side: both builds were under the same load at the same time; a round is one start of both.',
      ]
    : []),
  ...driftNotes(paired),
  ...(priors === undefined ? [] : [`The comparisons know the noise of rounds: ${priors.from}.`]),
];

const notesFor = (result: RunResult, rows: readonly ComparisonRow[]): readonly string[] => {
  const cells = rows.flatMap((row) => row.cells);
  const invalid = contestantNames(result).some((name) => !figuresOf(result, name).valid);
  return [
    'Rates and times are medians over rounds, requests are sums. Times count from the moment a request was due; a request that never got there counts as infinite.',
    ...gateNotes(result),
    ...measureNotes(result),
    ...(cells.includes(noFigure) ? [`${noFigure}: there was nothing to measure.`] : []),
    ...(cells.includes(tooFew) ? [`${tooFew}: there were requests, but not enough for that figure.`] : []),
    ...(cells.includes('never')
      ? ['never: the request at that rank was never accepted or never completed.']
      : []),
    ...(cells.some((cell) => cell.endsWith('carried in)'))
      ? ['carried in: requests of the warm-up that got there within the window; they are not in the rate.']
      : []),
    ...changedPlans(result).map(({ text }) => text),
    ...unlikeExposures(result).map(({ text }) => `Warning: ${text}`),
    ...emptyAfter(result).map(({ text }) => text),
    ...(invalid ? ['*: no round of this contestant is valid; the figures only help to find out why.'] : []),
  ];
};

/** Contestants as columns. */
export const comparisonTable = (result: RunResult): ComparisonTable => {
  const names = contestantNames(result);
  const rates = (['offered', 'accepted', 'completed'] as const).map(
    (rate) => ['rates', `${rate} rate`, rateCell(result, rate)] as const,
  );
  const rows = [...rates, ...latencyRows(result), ...stageRows(result), ...requestRows(result)].map(
    ([section, label, cell]) => ({
      section,
      label,
      cells: names.map(cell),
    }),
  );
  const head = names.map((name) => (figuresOf(result, name).valid ? name : `${name} *`));
  return { head, rows, notes: notesFor(result, rows) };
};
