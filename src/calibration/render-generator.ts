import type { RateModeFigures } from '../load/stub/autocannon-rate.ts';
import { columns } from '../shared/columns.ts';
import type { AttemptVerdict } from './attempts.ts';
import type { GeneratorCase } from './generator-case.ts';
import { type Counts, comparedRanks, faultsOf, type GeneratorCheck, type Ranks } from './generator-truth.ts';

export interface GeneratorRow extends GeneratorCase {
  readonly check: GeneratorCheck;
  readonly verdict: Exclude<AttemptVerdict, 'again'>;
  readonly tries: number;
  /** Tries during which the machine itself was late. */
  readonly disturbed: number;
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

const verdictCell = ({ verdict, tries, disturbed }: GeneratorRow): string => {
  const word = { ok: 'ok', wrong: 'WRONG', disturbed: 'NOT JUDGED' }[verdict];
  if (tries === 1) return word;
  return `${word} (${tries} tries${disturbed > 0 ? `, ${disturbed} disturbed` : ''})`;
};

/** Faults that the verdict does not stand on are none. */
const faultLines = (row: GeneratorRow): readonly string[] => {
  if (row.verdict === 'wrong') return faultsOf(row.check).map((fault) => `WRONG: ${nameOf(row)}: ${fault}`);
  if (row.verdict === 'ok') return [];
  return [
    `NOT JUDGED: ${nameOf(row)}: the machine was busy in all ${row.tries} tries; end what else runs on it`,
  ];
};

const generatorRow = (row: GeneratorRow): readonly string[] => {
  const { intended, expected, measured, expectedCounts, measuredCounts } = row.check;
  return [
    nameOf(row),
    `${intended}`,
    ...ranks(expected, measured),
    pair(expectedCounts['answered'] ?? 0, measuredCounts['answered'] ?? 0),
    pair(errors(expectedCounts), errors(measuredCounts)),
    verdictCell(row),
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
  return `${[
    'load generator against a stub of known behaviour: expected → measured, from the due time',
    ...columns([head, ...rows.map(generatorRow)]),
    ...rows.flatMap(faultLines),
    '',
    'the same stub by autocannon’s rate mode (not judged, not used): truth of open arrivals → its figure',
    ...columns([rateModeHead, ...rateModeRows(rows)]),
    'It is a closed loop that sends each second’s quota at once: what a stall keeps it from sending, it never measures.',
  ].join('\n')}\n`;
};
