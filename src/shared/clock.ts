/**
 * Milliseconds on the machine's monotonic clock, with sub-microsecond fraction. Every process of a run reads the same
 * clock, so stamps from different processes may be subtracted; it never jumps, unlike the wall clock.
 */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
