import { z } from 'zod';
import { formatDuration, formatRate } from '../../shared/durations.ts';
import { period, rateOrNone } from '../../shared/fields.ts';
import { defineShape } from './shape.ts';

/** `rate`, and for the first `lasts` of each `every` the rate `peak` instead. */
export const burst = defineShape({
  type: 'burst',
  settings: z
    .strictObject({ rate: rateOrNone, peak: rateOrNone, every: period, lasts: period })
    .refine(({ rate, peak }) => rate < peak, { path: ['peak'], error: 'expected a rate above `rate`' })
    .refine(({ every, lasts }) => lasts < every, {
      path: ['lasts'],
      error: 'expected less than `every`, else the burst would never end',
    }),
  curve: ({ rate, peak, every, lasts }) => ({
    rateAt: (ms) => (ms % every < lasts ? peak : rate),
    requestsBefore: (ms) => {
      const bursting = Math.floor(ms / every) * lasts + Math.min(ms % every, lasts);
      return (rate * ms + (peak - rate) * bursting) / 1_000;
    },
    highest: peak,
  }),
  stretched: (settings, factor) => ({
    ...settings,
    every: settings.every * factor,
    lasts: settings.lasts * factor,
  }),
  text: ({ rate, peak, every, lasts }) =>
    `${formatRate(rate)} with ${formatRate(peak)} for ${formatDuration(lasts)} every ${formatDuration(every)}`,
});
