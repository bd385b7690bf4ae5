import type { RunResult } from '../result/run.ts';
import { columns } from '../shared/columns.ts';
import { formatDuration, formatRate } from '../shared/durations.ts';
import { printable } from '../shared/printable.ts';
import { type Difference, showDifferences } from '../verdicts/fingerprint.ts';
import type { Median, RunComparison } from './compare-runs.ts';

export interface ComparedRuns {
  readonly a: RunResult;
  readonly b: RunResult;
  readonly comparisons: readonly RunComparison[];
  readonly differences: readonly Difference[];
  /** In what the contestants themselves differ. */
  readonly contestants: readonly Difference[];
}

const advice = [
  'Separate runs on a shared machine differ for reasons of the day; their rounds are not paired (Welch t test on the',
  'logarithms of per-round values, Holm-corrected). `tandem run FILE --against-ref GITREF` measures both in one run.',
];

const figure = (value: Median, rate: boolean): string => {
  if (value === null) return '–';
  if (value === 'never') return value;
  return rate ? formatRate(value) : formatDuration(value);
};

/** For instance `1.21 [1.14, 1.28]`; `–` where there is no ratio. */
export const showRatio = ({ ratio, low, high }: Pick<RunComparison, 'ratio' | 'low' | 'high'>): string => {
  if (ratio === null) return '–';
  const interval = low === null || high === null ? 'one round' : `${low.toFixed(2)}, ${high.toFixed(2)}`;
  return `${ratio.toFixed(2)} [${interval}]`;
};

/** `~` where no difference is shown. */
export const showVerdict = (verdict: RunComparison['verdict']): string =>
  verdict === 'no difference shown' ? '~' : verdict;

const head = (name: string, { scenario, startedAt, verdict, rounds }: RunResult): string =>
  `${name}: ${scenario.name}, ${startedAt}, ${rounds.filter(({ valid }) => valid).length} valid rounds, verdict ${verdict}`;

const under = (title: string, differences: readonly Difference[]): readonly string[] =>
  differences.length === 0
    ? []
    : [title, ...showDifferences(differences, ['in A', 'in B']).map((line) => `  ${line}`)];

const differenceLines = ({ differences, contestants }: ComparedRuns): readonly string[] => [
  ...under('ADVISORY ONLY: the runs were not made under like conditions', differences),
  ...under('what is compared:', contestants),
];

/** The comparison for the terminal; `~` marks what shows no difference. */
export const renderComparison = (compared: ComparedRuns): string => {
  const { a, b, comparisons } = compared;
  const contestants = [...new Set(comparisons.map(({ contestant }) => contestant))];
  const tables = contestants.flatMap((name) => {
    const rows = comparisons
      .filter(({ contestant }) => contestant === name)
      .map((row) => [
        row.metric,
        ...[figure(row.medianA, row.rate), figure(row.medianB, row.rate), showRatio(row)],
        showVerdict(row.verdict),
      ]);
    return [name, ...columns([['', 'median A', 'median B', 'B/A [95%]', 'B is'], ...rows]), ''];
  });
  return `${[head('A', a), head('B', b), ...differenceLines(compared), '', ...tables, ...advice]
    .map(printable)
    .join('\n')}\n`;
};
