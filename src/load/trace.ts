import { CsvError, parse } from 'csv-parse/sync';
import { formatNumber } from '../shared/durations.ts';
import { limits } from '../shared/limits.ts';

/** A line of a trace that cannot be meant; `line` counts from 1. */
export class TraceError extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.name = 'TraceError';
    this.line = line;
  }
}

interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Column names that a trace may have, with what one of their numbers is in ms. */
const timeColumns = new Map([
  ['time', 1_000],
  ['timestamp', 1_000],
  ['time_s', 1_000],
  ['time_ms', 1],
  ['timestamp_ms', 1],
]);
const countColumn = 'count';

const rowsOf = (text: string): readonly Row[] => {
  try {
    const records: readonly { record: Record<string, string>; info: { lines: number } }[] = parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      info: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      comment: '#',
    });
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new TraceError(typeof error['lines'] === 'number' ? error['lines'] : 1, error.message);
  }
};

/** Milliseconds on some clock: a number of the column's unit, or a date and time by ISO 8601. */
const momentOf = (written: string, unit: number): number => {
  if (/^[+-]?\d+(\.\d+)?$/.test(written)) return Number(written) * unit;
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})[T ]/.exec(written)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return Number.NaN;
  // A day that its month does not have would be read as one of the next month.
  const exists = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  return exists ? Date.parse(written) : Number.NaN;
};

interface Interval {
  readonly line: number;
  readonly from: number;
  readonly count: number;
}

const intervalsOf = (rows: readonly Row[], column: string, unit: number): readonly Interval[] => {
  const intervals: Interval[] = [];
  for (const { line, cells } of rows) {
    const written = cells[column] ?? '';
    const from = momentOf(written, unit);
    if (!Number.isFinite(from))
      throw new TraceError(
        line,
        `\`${written}\` is no time; expected a number or a date such as 2026-01-31T12:00:00Z`,
      );
    const before = intervals.at(-1);
    if (before !== undefined && from < before.from)
      throw new TraceError(line, 'is earlier than the line before it');
    const count = cells[countColumn] ?? '1';
    if (!/^\d{1,9}$/.test(count))
      throw new TraceError(line, `\`${count}\` is no count; expected a whole number`);
    intervals.push({ line, from, count: Number(count) });
  }
  return intervals;
};

/** How long each interval is: as the shortest time from one line to the next, since quiet ones may be left out. */
const intervalMs = (intervals: readonly Interval[]): number => {
  const gaps = intervals.slice(1).map(({ from }, index) => from - (intervals[index]?.from ?? from));
  const shortest = gaps.reduce(
    (least, gap) => (gap > 0 ? Math.min(least, gap) : least),
    Number.POSITIVE_INFINITY,
  );
  if (Number.isFinite(shortest)) return shortest;
  throw new TraceError(
    intervals[0]?.line ?? 1,
    'is the only time, so that nothing says how long its interval is; expected two at least',
  );
};

/** Arrivals of intervals, spread evenly over each. */
const spread = (intervals: readonly Interval[]): { readonly dueAt: number[]; readonly endsAt: number } => {
  const dueAt: number[] = [];
  const lengthMs = intervalMs(intervals);
  for (const { from, count } of intervals) {
    for (let place = 0; place < count; place += 1) dueAt.push(from + (place * lengthMs) / count);
  }
  return { dueAt, endsAt: (intervals.at(-1)?.from ?? 0) + lengthMs };
};

/** Arrivals as recorded elsewhere. */
export interface Trace {
  /** ms from the first line, ascending. */
  readonly dueAt: readonly number[];
  /** From the first line to the end of the last interval; where lines are arrivals, to a mean gap after the last of them. */
  readonly lengthMs: number;
}

/**
 * Reads a CSV file with a header: a column `time` or `timestamp` (seconds, with `_ms` milliseconds, or dates by ISO 8601), one
 * line for each arrival; or beside it a column `count`, one line for each interval. Throws a TraceError that names the line.
 */
export const parseTrace = (text: string): Trace => {
  const rows = rowsOf(text);
  const [first] = rows;
  if (first === undefined) throw new TraceError(1, 'has no line after its header');
  const names = Object.keys(first.cells);
  const column = names.find((name) => timeColumns.has(name));
  if (column === undefined)
    throw new TraceError(
      1,
      `has no column of times; expected one of ${[...timeColumns.keys()].join(', ')} in its header`,
    );
  const intervals = intervalsOf(rows, column, timeColumns.get(column) ?? 1);
  const total = intervals.reduce((sum, { count }) => sum + count, 0);
  if (total > limits.requestsPerRound)
    throw new TraceError(
      1,
      `has ${formatNumber(total)} arrivals; expected ${limits.requestsPerRound} at most`,
    );
  if (total === 0) throw new TraceError(1, 'has no arrival');
  const origin = intervals[0]?.from ?? 0;
  if (names.includes(countColumn)) {
    const { dueAt, endsAt } = spread(intervals);
    return { dueAt: dueAt.map((at) => at - origin), lengthMs: endsAt - origin };
  }
  const dueAt = intervals.map(({ from }) => from - origin);
  const last = dueAt.at(-1) ?? 0;
  // Played over and over, its rate stays what it was; of arrivals at one moment nobody knows it.
  return { dueAt, lengthMs: last === 0 ? 1 : last + last / (dueAt.length - 1) };
};

/** The trace at another speed, over and over until `lengthMs` where it is to loop, and cut there. */
export const played = (trace: Trace, speed: number, loop: boolean, lengthMs: number): readonly number[] => {
  const once = trace.lengthMs / speed;
  const times = loop && once > 0 ? Math.ceil(lengthMs / once) : 1;
  const dueAt: number[] = [];
  for (let turn = 0; turn < times; turn += 1)
    for (const at of trace.dueAt) {
      const due = turn * once + at / speed;
      if (due < lengthMs) dueAt.push(due);
      if (dueAt.length > limits.requestsPerRound) return dueAt;
    }
  return dueAt;
};
