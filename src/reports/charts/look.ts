import { type OutcomeClass, outcomeClasses } from '../../result/outcomes.ts';

/**
 * Colours are CSS custom properties, so that one picture serves light and dark. A contestant has its colour and dash by
 * its position, never by its name or style; shape and letter tell the outcome, so that nothing rests on hue alone.
 */
export const ink = 'var(--ink)';
export const faint = 'var(--faint)';
export const line = 'var(--line)';
export const paper = 'var(--paper)';
export const band = 'var(--band)';

/** At most five contestants share an axis. */
export const contestantColour = (position: number): string => `var(--c${(position % 5) + 1})`;

const dashes: readonly ('solid' | readonly number[])[] = ['solid', [8, 4], [2, 3], [10, 3, 2, 3], [1, 3]];
/** Pixels on, pixels off; `solid` for the first contestant. */
export const contestantDash = (position: number): 'solid' | number[] => {
  const dash = dashes[position % dashes.length] ?? 'solid';
  return dash === 'solid' ? 'solid' : [...dash];
};

export const font = 'system-ui, sans-serif';
export const chartWidth = 960;

/** Served is green to grey, failed amber, lost red to violet; each also has its name or its shape. */
export const outcomeColour = (kind: OutcomeClass): string => `var(--o${outcomeClasses.indexOf(kind) + 1})`;
