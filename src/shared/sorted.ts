const digitBits = 11;
const buckets = 1 << digitBits;
/** Below this many values the engine's own sort is quicker than three passes over the buckets. */
const worthIt = 10_000;

const pass = (from: Uint32Array, to: Uint32Array, shift: number): void => {
  const starts = new Uint32Array(buckets + 1);
  for (let index = 0; index < from.length; index += 1)
    starts[((from[index]! >>> shift) & (buckets - 1)) + 1]! += 1;
  for (let bucket = 0; bucket < buckets; bucket += 1) starts[bucket + 1]! += starts[bucket]!;
  for (let index = 0; index < from.length; index += 1) {
    const value = from[index]!;
    const bucket = (value >>> shift) & (buckets - 1);
    to[starts[bucket]!] = value;
    starts[bucket]! += 1;
  }
};

const toMicroseconds = (values: Float64Array): Uint32Array | null => {
  const whole = new Uint32Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const us = Math.round(values[index]! * 1_000);
    if (!(us >= 0 && us <= 0xffff_ffff)) return null;
    whole[index] = us;
  }
  return whole;
};

/**
 * Sorts durations in ms in place, ascending. Many of them are rounded to whole µs, the resolution of a result, so that a
 * radix sort over integers can take a fifth of the time of a comparing one.
 */
export const sorted = (values: Float64Array): Float64Array => {
  const whole = values.length < worthIt ? null : toMicroseconds(values);
  if (whole === null) return values.sort();
  const other = new Uint32Array(whole.length);
  pass(whole, other, 0);
  pass(other, whole, digitBits);
  pass(whole, other, 2 * digitBits);
  for (let index = 0; index < values.length; index += 1) values[index] = other[index]! / 1_000;
  return values;
};
