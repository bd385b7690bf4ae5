import { z } from 'zod';
import { parseDuration, parseShare } from '../scenario/durations.ts';
import { stepNames } from '../workflow/order.ts';

const fromText = (parse: (text: string) => number | null, expected: string) =>
  z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: `expected ${expected}` });
    return z.NEVER;
  });

/** A duration with its unit, `400ms` or `2s`; parsed to ms. */
export const milliseconds = fromText(parseDuration, 'a duration with a unit, for instance 400ms');

/** A share, `30%`; parsed to 0 … 1. */
export const share = fromText(parseShare, 'a share, for instance 30%');

const bytesIn: Readonly<Record<string, number>> = { B: 1, kB: 1_000, MB: 1_000_000 };

const parseByteRate = (text: string): number | null => {
  const parts = /^(\d+(?:\.\d+)?)(B|kB|MB)\/s$/.exec(text);
  const bytes = parts === null ? 0 : Number(parts[1]) * bytesIn[parts[2]!]!;
  return bytes > 0 ? bytes : null;
};

/** Bytes in a time, `64kB/s`; parsed to bytes per second. */
export const bytesPerSecond = fromText(parseByteRate, 'bytes per second above 0, for instance 64kB/s');

/** HTTP status that the caller of a failed step gets; a message is delivered again whatever it says. */
export const failureStatus = z
  .int()
  .min(500)
  .max(599)
  .default(503)
  .describe('HTTP status that a caller gets');

/** Every fault of a service can be told to strike only one of its instances … */
export const instance = z
  .int()
  .min(1)
  .optional()
  .describe('number of the only instance to strike; all without it');

/** … and every fault inside a service only one of its steps; the fault layer keeps the others out of its way. */
export const step = z.enum(stepNames).optional().describe('the only step to strike; all without it');
