import { describe, expect, it } from 'vitest';
import { nearestRow, packMarks, unpackMarks } from './packed-marks.ts';

const marks = [[{ x: 10, y: 20, width: 0, height: 100 }], [], [{ x: 30.5, y: -4, width: 20, height: 8 }]];

describe('the marks of a picture as text', () => {
  it.each([{ rows: marks }, { rows: [marks[0]!.concat(marks[2]!)] }, { rows: [[], []] }])(
    'come back as they were: $rows',
    ({ rows }) => expect(unpackMarks(packMarks(rows))).toEqual(rows),
  );
});

describe('the nearest row', () => {
  it.each([
    { point: { x: 0, y: 70 }, row: 0 },
    { point: { x: 12, y: 130 }, row: 0 },
    { point: { x: 40, y: 0 }, row: 2 },
    { point: { x: 500, y: 0 }, row: 2 },
  ])('to $point is $row', ({ point, row }) => expect(nearestRow(marks, point)).toBe(row));

  it('is none where nothing is marked', () => expect(nearestRow([[], []], { x: 0, y: 0 })).toBe(-1));
});
