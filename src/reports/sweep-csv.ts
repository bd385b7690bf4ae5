import { isHeld } from '../analysis/sweep.ts';
import type { RunResult, SweepPoint } from '../result/run.ts';
import type { FolderReport } from './report.ts';

/** As RFC 4180 writes it. A text that a spreadsheet would take for a formula begins with a quote mark and stays a text. */
const cell = (value: string | number | boolean | null): string => {
  if (value === null) return '';
  if (typeof value === 'number') return String(Number(value.toPrecision(7)));
  if (typeof value === 'boolean') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const csvOf = (rows: readonly (readonly (string | number | boolean | null)[])[]): string =>
  `${rows.map((row) => row.map(cell).join(',')).join('\n')}\n`;

const heads = [
  'contestant',
  'offered_per_second',
  'completed_p50_ms',
  'completed_p95_ms',
  'completed_per_second',
  'unserved_share',
  'valid',
  'held',
] as const;

const figuresOf = (point: SweepPoint): readonly (string | number | boolean | null)[] => {
  const time = (of: 'completedP50' | 'completedP95'): string | number | null =>
    point.never.includes(of) ? 'never' : point[of];
  return [
    point.contestant,
    point.offeredRate ?? null,
    time('completedP50'),
    time('completedP95'),
    point.completedRate,
    point.unservedShare,
    point.valid,
    point.held === null ? null : isHeld(point),
  ];
};

/** The points of a sweep for other programs: a line for each point and contestant; times in ms, `never` where it was never reached. */
const sweepTable = ({ sweep, varied }: RunResult): string | null => {
  if (varied !== undefined)
    return csvOf([
      [...varied.paths, ...heads],
      ...varied.points.map((point) => [
        ...varied.paths.map((_, place) => point.at[place] ?? ''),
        ...figuresOf(point),
      ]),
    ]);
  if (sweep === undefined) return null;
  return csvOf([
    ['rate_per_second', ...heads],
    ...sweep.map((point) => [point.perSecond, ...figuresOf(point)]),
  ]);
};

/** What each rate needs: a line for each contestant, rate and service. */
const needsTable = ({ of, services, points }: NonNullable<RunResult['needs']>): string =>
  csvOf([
    ['contestant', 'rate_per_second', 'service', of, 'held', 'used_up'],
    ...points.flatMap(({ contestant, perSecond, amounts, held, usedUp }) =>
      services.map((service) => [
        contestant,
        perSecond,
        service,
        Object.hasOwn(amounts, service) ? (amounts[service] ?? null) : null,
        held,
        usedUp.join('; '),
      ]),
    ),
  ]);

export const sweepCsv: FolderReport = {
  name: 'sweep-csv',
  files: (result) => {
    const text = sweepTable(result);
    return [
      ...(text === null ? [] : [{ file: 'sweep.csv', text }]),
      ...(result.needs === undefined ? [] : [{ file: 'needs.csv', text: needsTable(result.needs) }]),
    ];
  },
};
