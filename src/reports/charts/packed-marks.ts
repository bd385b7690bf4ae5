import type { Mark } from './chart.ts';

type Marks = readonly (readonly Mark[])[];

/** `x y width height` of each mark, marks by `,`, rows by `;`: as small as it can be and still plain text. */
export const packMarks = (marks: Marks): string =>
  marks
    .map((row) => row.map(({ x, y, width, height }) => `${x} ${y} ${width} ${height}`).join(','))
    .join(';');

/** The marks that `packMarks` has written. */
export const unpackMarks = (packed: string): Marks =>
  packed.split(';').map((row) =>
    row
      .split(',')
      .filter((mark) => mark !== '')
      .map((mark) => {
        const [x = 0, y = 0, width = 0, height = 0] = mark.split(' ').map(Number);
        return { x, y, width, height };
      }),
  );

/** Pixels from a point to the nearest edge of a mark; 0 inside. */
const distance = ({ x, y, width, height }: Mark, point: { readonly x: number; readonly y: number }): number =>
  Math.hypot(Math.max(x - point.x, 0, point.x - x - width), Math.max(y - point.y, 0, point.y - y - height));

/** The row with the mark nearest to a point of the picture, pixels; -1 where no row has a mark. */
export const nearestRow = (marks: Marks, point: { readonly x: number; readonly y: number }): number => {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, row] of marks.entries()) {
    for (const mark of row) {
      const away = distance(mark, point);
      if (away < least) {
        least = away;
        nearest = index;
      }
    }
  }
  return nearest;
};
