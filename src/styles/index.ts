import * as list from './list.ts';
import type { Style } from './style.ts';

/** Every style that a scenario can name; `list.ts` says which. */
export const styles: ReadonlyMap<string, Style> = new Map(
  Object.values(list).map((style: Style) => [style.name, style]),
);
