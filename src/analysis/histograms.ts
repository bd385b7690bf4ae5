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
  for (const ms of sorted) histogram.recordValue(Math.min(highestUs, Math.max(1, Math.round(ms * 1_000))));
  return encodeIntoCompressedBase64(histogram);
};
