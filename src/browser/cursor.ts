import type { Mark } from '../reports/charts/chart.ts';
import { nearestRow, unpackMarks } from '../reports/charts/packed-marks.ts';
import { momentOf } from '../reports/charts/show-figure.ts';
import { findIn } from './find.ts';
import { readRow } from './readout.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** The parts of a figure that a cursor needs. */
interface Parts {
  readonly svg: SVGSVGElement;
  /** The box that scrolls the picture and takes the keys. */
  readonly area: HTMLElement;
  readonly head: HTMLTableRowElement | undefined;
  readonly rows: readonly HTMLTableRowElement[];
  /** For each row of the table. */
  readonly marks: readonly (readonly Mark[])[];
}

/** Moves to a moment of the run, ms from the end of the warm-up. */
export type MoveTo = (ms: number) => void;

/** null where the figure has no picture, no table, or nothing to mark. */
const partsOf = (figure: HTMLElement): Parts | null => {
  const svg = findIn(figure, '.drawing svg', SVGSVGElement);
  const area = findIn(figure, '.drawing .scroll', HTMLElement);
  const table = findIn(figure, 'details table', HTMLTableElement);
  const marks = unpackMarks(figure.dataset['marks'] ?? '');
  if (svg === null || area === null || table === null || marks.every((row) => row.length === 0)) return null;
  return { svg, area, marks, head: table.tHead?.rows[0], rows: [...(table.tBodies[0]?.rows ?? [])] };
};

const createReadout = (area: HTMLElement): HTMLElement => {
  const readout = document.createElement('p');
  readout.className = 'readout';
  readout.setAttribute('role', 'status');
  readout.textContent = 'Arrow keys, Home and End, or the pointer, read the picture row by row.';
  area.after(readout);
  return readout;
};

const createLayer = (svg: SVGSVGElement): SVGGElement => {
  const layer = document.createElementNS(svgNamespace, 'g');
  layer.setAttribute('class', 'cursor');
  svg.append(layer);
  return layer;
};

const rectOf = ({ x, y, width, height }: Mark): SVGRectElement => {
  const rect = document.createElementNS(svgNamespace, 'rect');
  // A line has no width, and a rectangle without one is not drawn.
  const sizes = { x, y, width: Math.max(width, 0.5), height };
  for (const [name, value] of Object.entries(sizes)) rect.setAttribute(name, String(value));
  return rect;
};

/** Scrolls a picture that is wider than its box so that the cursor can be seen, for who moves it by keys. */
const bringIntoView = ({ svg, area }: Parts, mark: Mark | undefined): void => {
  if (mark === undefined || document.activeElement !== area) return;
  const at = (mark.x * svg.getBoundingClientRect().width) / svg.viewBox.baseVal.width;
  if (at < area.scrollLeft || at > area.scrollLeft + area.clientWidth)
    area.scrollLeft = at - area.clientWidth / 2;
};

/** The cursor of one figure: it stands on a row of the table, or on none at first. */
class Cursor {
  readonly #parts: Parts;
  readonly #layer: SVGGElement;
  readonly #readout: HTMLElement;
  #current = -1;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#layer = createLayer(parts.svg);
    this.#readout = createReadout(parts.area);
  }

  /** Stands on a row, or on the last one where there are fewer. */
  show(index: number): void {
    const { head, rows, marks } = this.#parts;
    this.#current = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[this.#current];
    const own = marks[this.#current] ?? [];
    this.#layer.replaceChildren(...own.map(rectOf));
    if (row !== undefined) this.#readout.textContent = readRow(head, row);
    bringIntoView(this.#parts, own[0]);
  }

  /** To the next row with a mark, forwards (1) or backwards (-1) from a row; stays where there is none. */
  step(by: 1 | -1, from = this.#current): void {
    const { rows, marks } = this.#parts;
    let next = from + by;
    while (next >= 0 && next < rows.length && (marks[next] ?? []).length === 0) next += by;
    if (next >= 0 && next < rows.length) this.show(next);
  }

  /** To the row whose mark is nearest to a point of the picture. */
  point(at: { readonly x: number; readonly y: number }): void {
    const nearest = nearestRow(this.#parts.marks, at);
    if (nearest >= 0 && nearest !== this.#current) this.show(nearest);
  }

  /** To the row whose moment is nearest, ms; stays where rows are no moments. */
  moveTo(ms: number): void {
    const away = this.#parts.rows.map((row) => Math.abs(momentOf(row.cells[0]?.textContent ?? '') - ms));
    const least = Math.min(...away.filter((one) => !Number.isNaN(one)));
    if (Number.isFinite(least)) this.show(away.indexOf(least));
  }
}

const listenToKeys = (area: HTMLElement, cursor: Cursor, rowCount: number): void => {
  const actions = new Map([
    ['ArrowRight', () => cursor.step(1)],
    ['ArrowDown', () => cursor.step(1)],
    ['ArrowLeft', () => cursor.step(-1)],
    ['ArrowUp', () => cursor.step(-1)],
    ['Home', () => cursor.step(1, -1)],
    ['End', () => cursor.step(-1, rowCount)],
  ]);
  area.addEventListener('keydown', (event) => {
    const act = actions.get(event.key);
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
};

const listenToPointer = (svg: SVGSVGElement, cursor: Cursor): void => {
  svg.addEventListener('pointermove', (event) => {
    const matrix = svg.getScreenCTM();
    if (matrix === null) return;
    cursor.point(new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()));
  });
};

/** Gives a figure a cursor that reads the rows of its table out; null where it has nothing to read. */
export const addCursor = (figure: HTMLElement): MoveTo | null => {
  const parts = partsOf(figure);
  if (parts === null) return null;
  const cursor = new Cursor(parts);
  listenToKeys(parts.area, cursor, parts.rows.length);
  listenToPointer(parts.svg, cursor);
  return (ms) => cursor.moveTo(ms);
};
