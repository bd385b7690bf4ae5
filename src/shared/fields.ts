import { z } from 'zod';
import { clip } from './clip.ts';
import { formatDuration, formatRate, parseDuration, parseRate, parseShare, patterns } from './durations.ts';
import { limits } from './limits.ts';

const expected = (what: string) => ({ error: () => `expected ${what}` });

/** A plain 0 needs no unit: it is the same in all of them. */
const quantity = (pattern: RegExp, parse: (text: string) => number | null, what: string) =>
  z
    // The union passes on the complaint of its pattern where only that fails, so both have the words.
    .union([z.literal(0), z.string().regex(pattern, expected(what))], expected(what))
    .transform((value) => (value === 0 ? 0 : parse(value)!));

/** `5s` → 5000. */
export const duration = quantity(
  patterns.duration,
  parseDuration,
  'a duration such as 5s, 40ms or 1m',
).refine(
  (ms) => ms <= limits.durationMs,
  expected(`a duration of at most ${formatDuration(limits.durationMs)}`),
);

/** A duration that takes time. */
export const span = duration.refine((ms) => ms > 0, expected('a duration above 0'));

/** A duration that a timer can keep. */
export const period = span.refine((ms) => ms === 0 || ms >= 1, expected('a duration of at least 1ms'));

/** `100/s` → 100, and `0/s`, nothing for a while. */
export const rateOrNone = quantity(patterns.rate, parseRate, 'a rate such as 100/s').refine(
  (perSecond) => perSecond <= limits.perSecond,
  expected(`a rate of at most ${formatRate(limits.perSecond)}`),
);

/** `100/s` → 100. */
export const rate = rateOrNone.refine((perSecond) => perSecond > 0, expected('a rate above 0'));

/** `2%` → 0.02. */
export const share = quantity(patterns.share, parseShare, 'a share such as 2%').refine(
  (value) => value <= 1,
  expected('a share of at most 100%'),
);

const bytesIn: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1_000,
  KiB: 1_024,
  MB: 1_000_000,
  MiB: 1_048_576,
};

/** `2KiB` → 2048. */
export const byteSize = quantity(
  /^\d+(\.\d+)?(B|kB|KiB|MB|MiB)$/,
  (text) => {
    const unit = text.replace(/^[\d.]+/, '');
    return Math.round(Number.parseFloat(text) * (bytesIn[unit] ?? 1));
  },
  'a size such as 2KiB, 500B or 1MiB',
);

/** true and false, or on and off. */
export const onOff = z
  .union([z.boolean(), z.enum(['on', 'off'])], expected('true or false'))
  .transform((value) => value === true || value === 'on');

/** A whole number within bounds. */
export const whole = (least: number, most = 1_000_000) => {
  const what = expected(`a whole number from ${least} to ${most}`);
  return z.int(what).min(least, what).max(most, what);
};

/** A text that says something; control characters in it never reach a terminal. */
export const text = z
  .string(expected('a text'))
  .trim()
  .min(1, expected('a text that is not empty'))
  .max(limits.textLength, expected(`a text of at most ${limits.textLength} characters`))
  .transform((value) => clip(value.replaceAll(/\s*\n\s*/g, ' '), limits.textLength));
