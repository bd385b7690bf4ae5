import type { RateModeFigures } from '../../load/stub/autocannon-rate.ts';
import { columns } from '../columns.ts';
import type { GeneratorCase } from './generator-case.ts';
import { type Counts, comparedRanks, faultsOf, type GeneratorCheck, type Ranks } from './generator-truth.ts';

export interface GeneratorRow extends GeneratorCase {
  readonly check: GeneratorCheck;
  /** Its times were beyond the tolerance at first; `check` is the second try. */
  readonly repeated: boolean;
  readonly rateMode: RateModeFigures;
}

const ms = (value: number): string => (Number.isNaN(value) ? '—' : value.toFixed(1));
const pair = (expected: string | number, measured: string | number): string => `${expected} → ${measured}`;

const errors = (counts: Counts): string => {
  const parts = Object.entries(counts).filter(([name]) => name !== 'answered');
  return parts.length === 0 ? 'none' : parts.map(([name, count]) => `${name} ${count}`).join(' + ');
};

const judgedRanks = comparedRanks.filter((name) => name !== 'p97.5');

const ranks = (expected: Ranks, measured: Ranks): readonly string[] =>
  judgedRanks.map((name) => pair(ms(expected[name]), ms(measured[name])));

const nameOf = ({ behaviour, perSecond }: GeneratorCase): string => `${behaviour} ${perSecond}/s`;

const generatorRow = (row: GeneratorRow): readonly string[] => {
  const { intended, expected, measured, expectedCounts, measuredCounts } = row.check;
  return [
    nameOf(row),
    `${intended}`,
    ...ranks(expected, measured),
    pair(expectedCounts['answered'] ?? 0, measuredCounts['answered'] ?? 0),
    pair(errors(expectedCounts), errors(measuredCounts)),
    `${faultsOf(row.check).length === 0 ? 'ok' : 'WRONG'}${row.repeated ? ' (second try)' : ''}`,
  ];
};

const rateModeRows = (rows: readonly GeneratorRow[]): readonly (readonly string[])[] =>
  rows.map((row) => {
    const { check, rateMode } = row;
    const { latency, answered, errors, timeouts } = rateMode;
    const shown = [latency.p50, latency.p97_5, latency.p99];
    const expected = [check.expected.p50, check.expected['p97.5'], check.expected.p99];
    const truth = check.expectedCounts['answered'] ?? 0;
    return [
      nameOf(row),
      ...shown.map((value, index) => pair(ms(expected[index]!), ms(value))),
      pair(truth, answered),
      pair(check.intended - truth, errors),
      `${timeouts}`,
    ];
  });

/** Expected and measured side by side, then what autocannon's rate mode makes of the same stub. */
export const renderGeneratorTable = (rows: readonly GeneratorRow[]): string => {
  const head = ['', 'requests', ...judgedRanks.map((name) => `${name} ms`), 'answered', 'without answer', ''];
  const rateModeHead = ['', 'p50 ms', 'p97.5 ms', 'p99 ms', 'answered', 'errors', 'of them time-outs'];
  const wrong = rows.flatMap((row) => faultsOf(row.check).map((fault) => `WRONG: ${nameOf(row)}: ${fault}`));
  return `${[
    'load generator against a stub of known behaviour: expected → measured, from the due time',
    ...columns([head, ...rows.map(generatorRow)]),
    ...wrong,
    '',
    'the same stub by autocannon’s rate mode (not judged, not used): truth of open arrivals → its figure',
    ...columns([rateModeHead, ...rateModeRows(rows)]),
    'It is a closed loop that sends each second’s quota at once: what a stall keeps it from sending, it never measures.',
  ].join('\n')}\n`;
};
