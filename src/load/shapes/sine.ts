import { z } from 'zod';
import { formatDuration, formatRate } from '../../shared/durations.ts';
import { period, rateOrNone } from '../../shared/fields.ts';
import { defineShape } from './shape.ts';

/** From `low` to `high` and back, smoothly, once in each `every`; it begins at `low`. */
export const sine = defineShape({
  type: 'sine',
  settings: z
    .strictObject({ low: rateOrNone, high: rateOrNone, every: period })
    .refine(({ low, high }) => low < high, { path: ['high'], error: 'expected a rate above `low`' }),
  curve: ({ low, high, every }) => {
    const half = (high - low) / 2;
    const turn = (2 * Math.PI) / every;
    return {
      rateAt: (ms) => low + half * (1 - Math.cos(turn * ms)),
      requestsBefore: (ms) => (low * ms + half * (ms - Math.sin(turn * ms) / turn)) / 1_000,
      highest: high,
    };
  },
  stretched: (settings, factor) => ({ ...settings, every: settings.every * factor }),
  text: ({ low, high, every }) =>
    `${formatRate(low)} to ${formatRate(high)} and back every ${formatDuration(every)}`,
});
