/** How reports write quantities: the same on every machine, whatever its language. */

/** Milliseconds for people: `7.2 ms`, `340 ms`, `12.41 s`. */
export const showDuration = (ms: number): string => {
  if (Math.abs(ms) < 9.95) return `${ms.toFixed(1)} ms`;
  return Math.abs(ms) < 999.5 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(2)} s`;
};

/** A moment of a run, from the end of the warm-up: `5.2 s`. */
export const showMoment = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** The minute of an ISO 8601 time, in its own zone (UTC in results): `2026-03-01 12:05`. */
export const showMinute = (isoTime: string): string => isoTime.slice(0, 16).replace('T', ' ');

/** Events per second: `98.4/s`. */
export const showRate = (perSecond: number): string => `${perSecond.toFixed(1)}/s`;

/** A whole number with groups of three: `12 870` (narrow no-break space). */
export const showCount = (count: number): string =>
  Math.abs(count) < 10_000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** A share: `4.2%`. */
export const showShare = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** `1 request`, `2 requests`. */
export const counted = (count: number, noun: string): string =>
  `${showCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

/** What stands where there was nothing to measure. */
export const noFigure = '–';

/** What stands where there were requests, but not enough of them for the figure. */
export const tooFew = 'too few';
