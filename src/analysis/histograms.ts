import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';

/** One hour in µs; what is longer is recorded as this. */
const highestUs = 3_600_000_000;

/**
 * Sorted latencies in ms as an HdrHistogram (V2, compressed, base64): whole µs, three significant digits. The histogram
 * aborts on a value out of range, so values are clamped to [1 µs, 1 h] first.
 */
export const histogramOf = (sorted: Float64Array): string => {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: highestUs,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    useWebAssembly: false,
  });
  let value = 0;
  let times = 0;
  // Equal neighbours are recorded together, which sorted samples have many of.
  for (let index = 0; index < sorted.length; index += 1) {
    const us = Math.min(highestUs, Math.max(1, Math.round(sorted[index]! * 1_000)));
    if (us !== value) {
      if (times > 0) histogram.recordValueWithCount(value, times);
      value = us;
      times = 0;
    }
    times += 1;
  }
  if (times > 0) histogram.recordValueWithCount(value, times);
  return encodeIntoCompressedBase64(histogram);
};
