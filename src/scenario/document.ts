import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import type { Problem } from './problem.ts';
import type { Position } from './scenario.ts';

type Path = readonly PropertyKey[];

/** Characters of the source, from 0. */
type Span = readonly [from: number, to: number];

/** A YAML text whose values know where they stand. */
export interface ScenarioDocument {
  /** Plain data; null when the text is not YAML. */
  readonly value: unknown;
  /** What the YAML parser itself found wrong. */
  readonly problems: readonly Problem[];
  /** A problem at a value, or at the nearest thing around it that is written in the file. */
  readonly at: (path: Path, message: string) => Problem;
  /** A problem at the key instead of its value. */
  readonly atKey: (path: Path, message: string) => Problem;
  /** A problem within a text value, `offset` characters into it. */
  readonly within: (path: Path, offset: number, length: number, message: string) => Problem;
  /** Where a text value starts. */
  readonly position: (path: Path) => Position;
  readonly valueAt: (path: Path) => unknown;
}

const pairAt = (document: Document, path: Path): Pair | null => {
  const key = path.at(-1);
  const parent = path.length <= 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return null;
  return parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key)) ?? null;
};

const spanOf = (node: unknown): Span | null => {
  if (!isNode(node) || !node.range) return null;
  return [node.range[0], node.range[1]];
};

/** The value's span; for something left out, that of the key or list around it. */
const spanAt = (document: Document, path: Path): Span => {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const here = path.slice(0, depth);
    const node: unknown = document.getIn(here, true);
    // A block map under a key is best shown by its key: its own span runs over many lines.
    const long = (isMap(node) || isSeq(node)) && node.flow !== true;
    const span =
      long || depth < path.length ? (spanOf(pairAt(document, here)?.key) ?? spanOf(node)) : spanOf(node);
    if (span !== null) return span;
  }
  const start = spanOf(document.contents)?.[0] ?? 0;
  return [start, start];
};

/** Where the characters of a text value begin: behind the quote, if it has one. */
const textStart = (node: unknown, source: string): number | null => {
  const span = spanOf(node);
  if (span === null || !isScalar(node) || typeof node.value !== 'string') return null;
  const inside = source.slice(span[0], span[1]).indexOf(node.value);
  return inside < 0 ? null : span[0] + inside;
};

const valueIn = (value: unknown, [key, ...rest]: Path): unknown => {
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return valueIn((value as Record<PropertyKey, unknown>)[key], rest);
};

/** Reads YAML so that every later complaint can point at its place. */
export const readDocument = (source: string): ScenarioDocument => {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const value: unknown = document.errors.length > 0 ? null : document.toJS();
  const place = ([from, to]: Span, message: string): Problem => {
    const { line, col } = lines.linePos(from);
    return { line, column: col, length: Math.max(1, to - from), message };
  };
  const node = (path: Path): unknown => document.getIn(path, true);
  const at = (path: Path, message: string): Problem => place(spanAt(document, path), message);
  return {
    value,
    problems: [...document.errors, ...document.warnings].map(({ pos, message }) => place(pos, message)),
    at,
    atKey: (path, message) => {
      const span = spanOf(pairAt(document, path)?.key);
      return span === null ? at(path, message) : place(span, message);
    },
    within: (path, offset, length, message) => {
      const start = textStart(node(path), source);
      return start === null ? at(path, message) : place([start + offset, start + offset + length], message);
    },
    position: (path) => {
      const { line, column } = at(path, '');
      return { line, column };
    },
    valueAt: (path) => valueIn(value, path),
  };
};
