import { z } from 'zod';
import { parseDuration, parseShare } from '../scenario/durations.ts';

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
