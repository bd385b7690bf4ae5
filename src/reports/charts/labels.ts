import type { GraphicComponentOption } from 'echarts';
import { chartWidth } from './look.ts';

/** A direct label: where it would like to be, and what it says. */
export interface Label {
  readonly text: string;
  /** The end of it that is shown whole when there is no room for all. */
  readonly kept?: string;
  readonly colour: string;
  readonly y: number;
}

const apart = 16;
/** Of bold text of 13 pixels in a wide font; the library has no font to measure where the page is made. */
const characterWidth = 8.4;

/** A name that is too long for its place ends in …; what is to be kept follows it in any case. */
export const shortened = (text: string, pixels: number, kept = '', perCharacter = characterWidth): string => {
  const most = Math.max(2, Math.floor(pixels / perCharacter) - kept.length);
  return `${text.length <= most ? text : `${text.slice(0, most - 1)}…`}${kept}`;
};

/** Moves labels apart vertically, keeping their order, within `top` and `bottom`. */
export const spread = (
  labels: readonly Label[],
  [top, bottom]: readonly [number, number],
): readonly Label[] => {
  const sorted = labels.toSorted((a, b) => a.y - b.y);
  const placed: Label[] = [];
  for (const label of sorted) {
    const after = (placed.at(-1)?.y ?? Number.NEGATIVE_INFINITY) + apart;
    placed.push({ ...label, y: Math.max(label.y, after, top) });
  }
  let limit = bottom;
  return placed
    .toReversed()
    .map((label) => {
      const y = Math.min(label.y, limit);
      limit = y - apart;
      return { ...label, y };
    })
    .toReversed();
};

/** Labels as graphic elements to the right of a panel. */
export const labelsAt = (
  x: number,
  labels: readonly Label[],
  range: readonly [number, number],
): GraphicComponentOption[] =>
  spread(labels, range).map(({ text, kept, colour, y }) => ({
    type: 'text',
    x,
    y: Math.round(y),
    silent: true,
    style: {
      fill: colour,
      fontSize: 13,
      fontWeight: 'bold',
      verticalAlign: 'middle',
      text: shortened(text, chartWidth - x, kept),
    },
  }));

/** Plain text in the picture: panel titles and remarks. */
export const note = (
  x: number,
  y: number,
  text: string,
  style: { readonly colour: string; readonly bold?: boolean; readonly align?: 'left' | 'right' | 'center' },
): GraphicComponentOption => ({
  type: 'text',
  x,
  y,
  silent: true,
  style: {
    text,
    fill: style.colour,
    fontSize: 13,
    fontWeight: style.bold === true ? 'bold' : 'normal',
    align: style.align ?? 'left',
    verticalAlign: 'middle',
  },
});
