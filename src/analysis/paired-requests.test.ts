import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairedLogRatio } from './paired-requests.ts';

const ramp = (count: number, value: (index: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, index) => value(index));

const a = ramp(1_000, (index) => 10 + index / 10);

describe('around a rank', () => {
  test.each([
    ['p50', (ms: number) => ms * 1.04, 1.04],
    ['p95', (ms: number) => ms * 1.04, 1.04],
    ['p50', (ms: number) => ms + 6, 66 / 60],
    ['p95', (ms: number) => (ms > 95 ? ms + 20 : ms), 124 / 104],
    ['p50', (ms: number) => (ms > 95 ? ms + 20 : ms), 1],
  ] as const)('%s of b that is made from a', (rank, change, ratio) => {
    expect(Math.exp(pairedLogRatio(a, a.map(change), rank)!)).toBeCloseTo(ratio, 2);
  });

  test('one disturbance moves no median', () => {
    const hiccup = a.map((ms, index) => (index >= 400 && index < 500 ? ms + 80 : ms));
    expect(pairedLogRatio(a, hiccup, 'p50')).toBe(0);
  });

  test('who never gets there is infinitely slow, and nobody is where both do not', () => {
    const half = a.map((ms, index) => (index % 5 < 3 ? ms : Number.POSITIVE_INFINITY));
    expect(pairedLogRatio(a, half, 'p95')).toBe(Number.POSITIVE_INFINITY);
    expect(pairedLogRatio(half, a, 'p95')).toBe(Number.NEGATIVE_INFINITY);
    expect(pairedLogRatio(half, half, 'p50')).toBe(0);
  });

  test('requests that nobody expects take no part, and too few tell nothing', () => {
    const declined = a.map((ms, index) => (index % 10 === 0 ? Number.NaN : ms));
    expect(
      pairedLogRatio(
        declined,
        a.map((ms) => ms * 2),
        'p50',
      ),
    ).toBeCloseTo(Math.log(2), 2);
    expect(pairedLogRatio(a.subarray(0, 30), a.subarray(0, 30), 'p95')).toBeNull();
    expect(pairedLogRatio(a, a.subarray(1), 'p50')).toBeNull();
  });
});

test('the other way round it is the other sign', () => {
  const latencies = fc.array(fc.double({ min: 1, max: 1_000, noNaN: true }), {
    minLength: 60,
    maxLength: 60,
  });
  fc.assert(
    fc.property(latencies, latencies, (one, other) => {
      const [x, y] = [Float64Array.from(one), Float64Array.from(other)];
      expect(pairedLogRatio(x, y, 'p50')).toBeCloseTo(-pairedLogRatio(y, x, 'p50')!, 9);
    }),
  );
});
