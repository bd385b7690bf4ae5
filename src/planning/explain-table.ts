import type { Course, Exchange } from '../styles/explanation.ts';
import type { Workflow } from '../workflow/definition.ts';
import { takenBackIn, titleOf, toldIn } from './explained.ts';

const headings = ['#', 'from', 'to', 'as', 'what', 'done there', 'after'];

const doneThere = ({ does, awaits }: Exchange): string =>
  [
    ...does.map(({ step, effect }) => (effect === null ? `${step} fails` : `${step}: ${effect}`)),
    ...(awaits.length > 0 ? [`waits for ${awaits.join(' and ')}`] : []),
  ].join(', ');

const cellsOf = (exchange: Exchange, place: number): readonly string[] => {
  const { from, to, kind, name, after } = exchange;
  const causes = after.map((one) => one + 1).join(', ');
  return [String(place + 1), from, to, kind, name, doneThere(exchange), causes];
};

const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
};

/** Who has undone what, and what the client hears. */
const endLines = (workflow: Workflow, course: Course): readonly string[] => {
  const { undone, forbidden } = takenBackIn(workflow, course);
  return [
    ...(undone.length > 0 ? [`  undone: ${undone.join(', ')}`] : []),
    ...(forbidden.length > 0 ? [`  forbidden, for it was not done: ${forbidden.join(', ')}`] : []),
    `  told: ${toldIn(course).join(', ')}`,
  ];
};

/** A course as a table: numbered exchanges, what each receiver does, and which exchanges each of them waited for. */
export const courseTable = (workflow: Workflow, course: Course): string =>
  [
    titleOf(course),
    ...aligned([headings, ...course.exchanges.map(cellsOf)]),
    ...endLines(workflow, course),
  ].join('\n');
