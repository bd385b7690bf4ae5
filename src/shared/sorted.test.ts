import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../shared/random.ts';
import { sorted } from './sorted.ts';

test('many values come out as a comparing sort has them, to the microsecond', () => {
  const random = seededRandom('sorted');
  const values = Float64Array.from({ length: 20_000 }, () => Math.exp(random() * 15));
  const expected = values.map((value) => Math.round(value * 1_000) / 1_000).sort();
  expect(sorted(values)).toEqual(expected);
});

test.each([[-1], [Number.POSITIVE_INFINITY], [4_294_968]])(
  '%d is sorted exactly, beyond what integers hold',
  (odd) => {
    const values = Float64Array.from({ length: 12_000 }, (_unused, index) =>
      index === 7 ? odd : 12_000.5 - index,
    );
    expect(sorted(values.slice())).toEqual(values.sort());
  },
);

test('few values keep their fraction', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true })), (list) => {
      expect(sorted(Float64Array.from(list))).toEqual(Float64Array.from(list).sort());
    }),
  );
});
