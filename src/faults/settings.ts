import { z } from 'zod';
import { formatDuration, formatNumber, formatShare, parseDuration, parseShare } from '../shared/durations.ts';
import { limits } from '../shared/limits.ts';

/** How the settings that are quantities are written, with their unit; the schema of a setting is the key. */
const quantities = z.registry<{ readonly show: (value: number) => string }>();

const fromText = (parse: (text: string) => number | null, expected: string) =>
  z.string({ error: () => `expected ${expected}` }).transform((text, context) => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });

/** A duration with its unit, `400ms` or `2s`; parsed to ms. */
export const milliseconds = fromText(parseDuration, 'a duration with a unit, for instance 400ms')
  .refine((ms) => ms <= limits.durationMs, {
    error: () => `expected a duration of at most ${formatDuration(limits.durationMs)}`,
  })
  .register(quantities, { show: formatDuration });

/** How long a graceful end may take before it is cut short. */
export const finishWithin = milliseconds
  .prefault('10s')
  .describe('to finish what is in hand; what is left then is cut off');

/** A share, `30%`; parsed to 0 … 1. A share of nothing would be a fault that never happens. */
export const share = fromText(parseShare, 'a share, for instance 30%')
  .refine((value) => value > 0 && value <= 1, {
    error: () => 'expected a share above 0% and of at most 100%',
  })
  .register(quantities, { show: formatShare });

const bytesIn: Readonly<Record<string, number>> = { B: 1, kB: 1_000, MB: 1_000_000 };

/** Below, one chunk would take hours and its timer could overflow; above, nothing would be narrow. */
const leastBytes = 100;
const mostBytes = 100_000_000_000;

const parseByteRate = (text: string): number | null => {
  const parts = /^(\d+(?:\.\d+)?)(B|kB|MB)\/s$/.exec(text);
  const bytes = parts === null ? 0 : Number(parts[1]) * bytesIn[parts[2]!]!;
  return bytes >= leastBytes && bytes <= mostBytes ? bytes : null;
};

/** Bytes in a time, `64kB/s`; parsed to bytes per second. */
export const bytesPerSecond = fromText(
  parseByteRate,
  'bytes per second, at least 100B/s, for instance 64kB/s',
).register(quantities, {
  show: (bytes) => (bytes < 1_000 ? `${formatNumber(bytes)}B/s` : `${formatNumber(bytes / 1_000)}kB/s`),
});

/** The schema under what makes a setting optional or gives it a default. */
const bare = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? bare(schema.unwrap())
    : schema;

/** A parsed setting as a scenario writes it, with its unit where its schema is one of those above. */
export const settingText = (schema: z.core.$ZodType | undefined, value: unknown): string => {
  const quantity = schema === undefined ? undefined : quantities.get(bare(schema));
  return typeof value === 'number' && quantity !== undefined ? quantity.show(value) : String(value);
};

const statusWords = { error: () => 'expected a whole number from 500 to 599' };

/** HTTP status that the caller of a failed step gets; a message is delivered again whatever it says. */
export const failureStatus = z
  .int(statusWords)
  .min(500, statusWords)
  .max(599, statusWords)
  .default(503)
  .describe('HTTP status that a caller gets');

/** Every fault of a service can be limited to one of its instances … */
export const instance = z
  .int({ error: () => 'expected a whole number from 1' })
  .min(1, { error: () => 'expected a whole number from 1' })
  .optional()
  .describe('number of the only instance affected; all without it');

/** … and every fault inside a service only one of its steps; the fault layer keeps the others out of its way. */
export const step = z
  .string({ error: () => 'expected the name of a step' })
  .max(limits.nameLength, { error: () => 'expected the name of a step' })
  .optional()
  .describe('the only step affected; all without it');
