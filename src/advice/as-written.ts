import { formatDuration, formatRate, parseDuration, parseRate } from '../shared/durations.ts';

/** As written in a scenario: short where that is exact. */
export const durationText = (ms: number): string => {
  const short = formatDuration(ms);
  if (parseDuration(short) === ms) return short;
  return ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;
};

export const rateText = (perSecond: number): string => {
  const short = formatRate(perSecond);
  return parseRate(short) === perSecond ? short : `${perSecond}/s`;
};
