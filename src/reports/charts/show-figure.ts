import { noFigure, showDuration } from '../format.ts';

/** A figure as `medianOf` gives it, in words. */
export const showFigure = (value: number | 'never' | null | undefined): string => {
  if (value === null || value === undefined) return noFigure;
  return value === 'never' ? 'never' : showDuration(value);
};

/** A moment on the axes, ms, as exact as bins are: `4.25 s`. */
export const showAt = (ms: number): string => `${Number((ms / 1_000).toFixed(2))} s`;

/** The moment, ms, that `showAt` has written; NaN for any other text. */
export const momentOf = (text: string): number =>
  /^-?[\d.]+ s$/.test(text) ? Number.parseFloat(text) * 1_000 : Number.NaN;
