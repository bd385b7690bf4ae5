import { bff } from './bff/index.ts';
import { events } from './events/index.ts';
import { frontend } from './frontend/index.ts';
import { http } from './http/index.ts';
import { hybrid } from './hybrid/index.ts';
import { saga } from './saga/index.ts';
import type { Style } from './style.ts';

/** Every style that a scenario can name. A new one is a folder and a line here. */
export const styles: ReadonlyMap<string, Style> = new Map(
  [http, events, hybrid, bff, frontend, saga].map((style) => [style.name, style]),
);
