import { formatDuration, formatRate, parseDuration, parseRate } from '../shared/durations.ts';

/** As written in a scenario: short where that is exact. */
export const durationText = (ms: number): string => {
  const short = formatDuration(ms);
  return parseDuration(short) === ms ? short : `${ms}ms`;
};

export const rateText = (perSecond: number): string => {
  const short = formatRate(perSecond);
  return parseRate(short) === perSecond ? short : `${perSecond}/s`;
};
