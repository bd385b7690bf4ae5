import { countingRounds } from '../analysis/counting-rounds.ts';
import { metricValue } from '../analysis/metrics.ts';
import type { OutcomeClass, PhaseName, RunResult } from '../analysis/result.ts';

/** A line of the comparison: what is compared, and a text per contestant. */
export interface ComparisonRow {
  readonly section: string;
  readonly label: string;
  readonly cells: readonly string[];
}

const unsupported = '–';

const duration = (ms: number): string => {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(2)} s`;
};

const failedParts: readonly OutcomeClass[] = ['refused', 'compensated'];
const lostParts: readonly OutcomeClass[] = ['dropped', 'stranded', 'vanished', 'unresolved'];

/** Median of the counting rounds; a request that never got there makes "never" of the ranks above it. */
const medianOf = (result: RunResult, contestant: string, metric: string, phase: PhaseName): string => {
  const values = countingRounds(result.rounds, contestant)
    .map((round) => metricValue(round, metric, phase))
    .flatMap((value) =>
      value === 'never' ? [Number.POSITIVE_INFINITY] : typeof value === 'number' ? [value] : [],
    )
    .toSorted((a, b) => a - b);
  const median = values[Math.floor((values.length - 1) / 2)];
  if (median === undefined) return unsupported;
  if (metric.startsWith('rate.')) return `${median.toFixed(1)}/s`;
  return median === Number.POSITIVE_INFINITY ? 'never' : duration(median);
};

const parts = (
  result: RunResult,
  contestant: string,
  names: readonly OutcomeClass[],
  sum: 'failed' | 'lost',
): string => {
  const outcomes = result.summary.contestants[contestant]?.outcomes;
  if (outcomes === undefined) return unsupported;
  const named = names.filter((name) => outcomes[name] > 0).map((name) => `${name} ${outcomes[name]}`);
  return named.length === 0 ? String(outcomes[sum]) : `${outcomes[sum]} (${named.join(', ')})`;
};

/** Contestants as columns, the same rows for terminal, Markdown and page. Rates and latencies are medians over rounds. */
export const comparisonRows = (result: RunResult): readonly ComparisonRow[] => {
  const names = result.scenario.contestants.map(({ name }) => name);
  const row = (section: string, label: string, cell: (name: string) => string): ComparisonRow => ({
    section,
    label,
    cells: names.map(cell),
  });
  const count = (
    name: string,
    field: 'sent' | 'completed' | 'declined' | 'recovered' | 'doubleCharged' | 'duplicated',
  ) => String(result.summary.contestants[name]?.outcomes[field] ?? unsupported);
  const phases: readonly PhaseName[] =
    result.scenario.faults.length > 0 ? ['before', 'during', 'after'] : ['all'];
  return [
    ...(['offered', 'accepted', 'completed'] as const).map((rate) =>
      row('rates', `${rate} rate`, (name) => medianOf(result, name, `rate.${rate}`, 'all')),
    ),
    ...phases.flatMap((phase) =>
      (['accepted', 'completed'] as const).flatMap((milestone) =>
        (['p50', 'p95', 'p99'] as const).map((rank) =>
          row(
            phase === 'all' ? 'latency' : `latency ${phase} the fault`,
            `${milestone} latency ${rank}`,
            (name) => medianOf(result, name, `${milestone}.${rank}`, phase),
          ),
        ),
      ),
    ),
    row('requests', 'sent', (name) => count(name, 'sent')),
    row('requests', 'completed', (name) => count(name, 'completed')),
    row('requests', 'declined', (name) => count(name, 'declined')),
    row('requests', 'recovered', (name) => count(name, 'recovered')),
    row('requests', 'failed', (name) => parts(result, name, failedParts, 'failed')),
    row('requests', 'lost', (name) => parts(result, name, lostParts, 'lost')),
    row('requests', 'duplicated', (name) => count(name, 'duplicated')),
    row('requests', 'double charges', (name) => count(name, 'doubleCharged')),
  ];
};
