import { limits } from '../../shared/limits.ts';

/**
 * Colours are CSS custom properties, so that one picture serves light and dark. A contestant has its colour and dash by
 * its position, never by its name or style; shape and letter tell the outcome, so that nothing rests on hue alone.
 */
export const ink = 'var(--ink)';
export const faint = 'var(--faint)';
export const line = 'var(--line)';
export const paper = 'var(--paper)';
export const band = 'var(--band)';

/** From 1 to 8, as the style sheet counts its colours: as many contestants as a scenario may have. */
export const contestantNumber = (position: number): number => (position % limits.contestants) + 1;

export const contestantColour = (position: number): string => `var(--c${contestantNumber(position)})`;

const dashes: readonly ('solid' | readonly number[])[] = [
  ...(['solid', [8, 4], [2, 3], [10, 3, 2, 3]] as const),
  ...[
    [1, 3],
    [16, 6],
    [6, 2, 2, 2, 2, 2],
    [4, 8],
  ],
];
/** Pixels on, pixels off; `solid` for the first contestant. */
const contestantDash = (position: number): 'solid' | number[] => {
  const dash = dashes[position % dashes.length] ?? 'solid';
  return dash === 'solid' ? 'solid' : [...dash];
};

/** A contestant's line in every chart; `width` in pixels. */
export const contestantLine = (position: number, width: number) => ({
  color: contestantColour(position),
  width,
  type: contestantDash(position),
});

/** Widths of two lines of one contestant on the same axes, pixels. */
export const thick = 2.5;
export const thin = 1.2;

export const font = 'system-ui, sans-serif';
export const chartWidth = 960;
