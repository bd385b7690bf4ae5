import { showCount } from '../reports/format.ts';
import type { FinishedRound, LiveProgress } from './event.ts';

/** A column of a table of the live page: the server writes its head, the browser its cells. */
export interface Column<Row> {
  readonly head: string;
  /** Words stand to the left, numbers to the right. */
  readonly holds: 'words' | 'numbers';
  readonly cell: (row: Row) => string;
}

const words = <Row>(head: string, cell: (row: Row) => string): Column<Row> => ({
  head,
  holds: 'words',
  cell,
});

const counts = <Row>(head: string, count: (row: Row) => number): Column<Row> => ({
  head,
  holds: 'numbers',
  cell: (row) => showCount(count(row)),
});

/** The latest round of each contestant; the first cell of a row is its heading. */
export const progressColumns: readonly Column<LiveProgress>[] = [
  words('contestant', ({ contestant }) => contestant),
  counts('round', ({ round }) => round),
  words('phase', ({ phase }) => phase),
  counts('sent', ({ sent }) => sent),
  counts('accepted', ({ accepted }) => accepted),
  counts('completed', ({ completed }) => completed),
  counts('failed', ({ failed }) => failed),
  counts('backlog', ({ backlog }) => backlog),
  counts('in flight', ({ inFlight }) => inFlight),
];

/** The finished rounds. */
export const roundColumns: readonly Column<FinishedRound>[] = [
  words('contestant', ({ contestant }) => contestant),
  counts('round', ({ round }) => round),
  counts('sent', ({ outcomes }) => outcomes.sent),
  counts('completed', ({ outcomes }) => outcomes.completed),
  counts('declined', ({ outcomes }) => outcomes.declined),
  counts('recovered', ({ outcomes }) => outcomes.recovered),
  counts('failed', ({ outcomes }) => outcomes.failed),
  counts('lost', ({ outcomes }) => outcomes.lost),
  words('valid', ({ valid }) => (valid ? 'yes' : 'NO')),
];
