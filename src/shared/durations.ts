const millisecondsIn: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60 };

/** What each kind of value looks like in a scenario; anchored, so that they also serve in the JSON Schema. */
export const patterns = {
  duration: /^\d+(\.\d+)?(ms|s|m|h)$/,
  rate: /^\d+(\.\d+)?\/(s|m)$/,
  share: /^\d+(\.\d+)?%$/,
} as const;

/** `40ms`, `5s`, `1.5m`, `1h` in milliseconds; null for anything else. */
export const parseDuration = (text: string): number | null => {
  if (!patterns.duration.test(text)) return null;
  const unit = text.replace(/^[\d.]+/, '');
  return Number.parseFloat(text) * millisecondsIn[unit]!;
};

/** `100/s`, `6000/m` per second; null for anything else. */
export const parseRate = (text: string): number | null => {
  if (!patterns.rate.test(text)) return null;
  return Number.parseFloat(text) / secondsIn[text.slice(text.indexOf('/') + 1)]!;
};

/** `2%` as 0.02; null for anything else. */
export const parseShare = (text: string): number | null =>
  patterns.share.test(text) ? Number.parseFloat(text) / 100 : null;

/** At most three significant digits after the whole part is shown in full; no trailing zeros. */
const plain = (value: number): string => {
  if (!Number.isFinite(value)) return value < 0 ? '-∞' : '∞';
  const size = Math.abs(value);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return String(Number(value.toFixed(digits)));
};

/** In the largest unit that keeps the number at 1 or above: `40ms`, `5s`, `1.5m`. */
export const formatDuration = (ms: number): string => {
  const size = Math.abs(ms);
  if (!Number.isFinite(ms) || size < 1_000) return `${plain(ms)}ms`;
  if (size < 60_000) return `${plain(ms / 1_000)}s`;
  return size < 3_600_000 ? `${plain(ms / 60_000)}m` : `${plain(ms / 3_600_000)}h`;
};

export const formatRate = (perSecond: number): string => `${plain(perSecond)}/s`;

export const formatShare = (share: number): string => `${plain(share * 100)}%`;

export const formatNumber = plain;
