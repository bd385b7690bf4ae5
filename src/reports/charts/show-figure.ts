import { noFigure, showDuration } from '../format.ts';

/** A figure as `medianOf` gives it, in words. */
export const showFigure = (value: number | 'never' | null | undefined): string => {
  if (value === null || value === undefined) return noFigure;
  return value === 'never' ? 'never' : showDuration(value);
};

/** A moment on the axes, as exact as bins are: `4.25 s`. */
export const showAt = (ms: number): string => `${Number((ms / 1_000).toFixed(2))} s`;
