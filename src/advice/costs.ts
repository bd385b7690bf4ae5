import { countingRounds } from '../analysis/counting-rounds.ts';
import { metricValue } from '../analysis/metrics.ts';
import { bootstrapMedian } from '../analysis/statistics.ts';
import { addOutcomes } from '../audit/totals.ts';
import { showCount, showDuration } from '../reports/format.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import { styles } from '../styles/index.ts';
import type { Answers } from './answers.ts';
import { type PartName, partsOf } from './layout.ts';
import { during, withInterval } from './words.ts';

/** One line of the table of costs: a figure of each style, in the order of the contestants. */
export interface CostRow {
  readonly label: string;
  readonly cells: readonly string[];
}

const figure = (
  rounds: readonly RoundResult[],
  read: (round: RoundResult) => number | null,
  show: (value: number) => string,
): string => {
  const values = rounds.map(read).filter((value) => value !== null);
  return withInterval(values, bootstrapMedian(values, 'cost'), show);
};

const metric =
  (name: string, part: PartName | null) =>
  (round: RoundResult): number | null => {
    const value = metricValue(round, name, part === null ? 'all' : 'during', part);
    if (value === 'never') return Number.POSITIVE_INFINITY;
    return typeof value === 'number' ? value : null;
  };

const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

/** Peak memory of the processes of a round, without the load generator; each at its own moment. */
const memoryOf =
  (isMeant: (process: string) => boolean) =>
  ({ resources }: RoundResult): number =>
    resources
      .filter(({ process }) => process !== 'load' && isMeant(process))
      .reduce((sum, { peakRssBytes }) => sum + peakRssBytes, 0);

const needsBroker = (style: string): boolean => styles.get(style)?.needs.includes('rabbitmq') ?? false;

const million = 1_000_000;
const hourMs = 3_600_000;

/** A price with two significant digits. */
const money = (value: number): string => String(Number(value.toPrecision(2)));

/**
 * What each style takes and gives, medians over its valid rounds with their interval.
 * @param cpuPrice of an hour of one processor; null when nobody said
 */
export const costRows = (
  answers: Answers,
  result: RunResult,
  cpuPrice: number | null,
): readonly CostRow[] => {
  const { contestants } = result.scenario;
  const roundsOf = contestants.map(({ name }) => countingRounds(result.rounds, name));
  const row = (label: string, of: (rounds: readonly RoundResult[]) => string): CostRow => ({
    label,
    cells: roundsOf.map((rounds) => (rounds.length === 0 ? 'not measured' : of(rounds))),
  });
  const time = (label: string, name: string, part: PartName): CostRow =>
    row(label, (rounds) => figure(rounds, metric(name, part), showDuration));
  const count = (key: 'sent' | 'completed' | 'failed' | 'lost') =>
    row(key, (rounds) => showCount(addOutcomes(rounds.map(({ outcomes }) => outcomes))[key]));
  const cpu = metric('cpuPerWorkflow', null);
  const perMillion = (round: RoundResult): number | null => {
    const ms = cpu(round);
    return ms === null ? null : (ms * million) / hourMs;
  };
  return [
    time('answered, p95 in usual times', 'accepted.p95', 'usual'),
    time('outcome known, p50 in usual times', 'resolution.p50', 'usual'),
    ...partsOf(answers).map((part) =>
      time(`outcome known, p95 ${during(part, answers)}`, 'resolution.p95', part),
    ),
    count('sent'),
    count('completed'),
    count('failed'),
    count('lost'),
    row('CPU a workflow', (rounds) => figure(rounds, cpu, showDuration)),
    row('CPU hours a million workflows', (rounds) => figure(rounds, perMillion, (hours) => hours.toFixed(2))),
    ...(cpuPrice === null
      ? []
      : [
          row('price of a million workflows', (rounds) =>
            figure(
              rounds,
              (round) => {
                const hours = perMillion(round);
                return hours === null ? null : hours * cpuPrice;
              },
              money,
            ),
          ),
        ]),
    row('memory of the services', (rounds) =>
      figure(
        rounds,
        memoryOf((process) => process !== 'rabbitmq'),
        mebibytes,
      ),
    ),
    {
      label: 'a broker beside',
      cells: contestants.map(({ style }, index) => {
        if (!needsBroker(style)) return 'no';
        const memory = memoryOf((process) => process === 'rabbitmq');
        const rounds = (roundsOf[index] ?? []).filter((round) => memory(round) > 0);
        return rounds.length === 0 ? 'yes' : `yes, ${figure(rounds, memory, mebibytes)}`;
      }),
    },
  ];
};
