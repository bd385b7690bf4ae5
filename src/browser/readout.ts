import { noFigure } from '../reports/format.ts';

const textsOf = (row: HTMLTableRowElement | undefined): readonly string[] =>
  [...(row?.cells ?? [])].map((cell) => cell.textContent);

/** A row of a figure's table as a sentence: its heading, then what each column says where it says anything. */
export const readRow = (head: HTMLTableRowElement | undefined, row: HTMLTableRowElement): string => {
  const [corner = '', ...columns] = textsOf(head);
  const [heading = '', ...cells] = textsOf(row);
  const read = cells.flatMap((text, index) =>
    text === noFigure || text === '' ? [] : [`${columns[index] ?? ''} ${text}`],
  );
  return `${corner} ${heading}: ${read.length === 0 ? 'nothing' : read.join(', ')}`;
};
