import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { limits } from '../shared/limits.ts';
import { inspect } from './inspect.ts';
import { type Anchored, nodeAt, pairAt } from './node-at.ts';
import type { Problem } from './problem.ts';
import type { Position } from './scenario.ts';
import { yamlWords } from './yaml-words.ts';

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

const spanOf = (node: unknown): Span | null => {
  if (!isNode(node) || !node.range) return null;
  return [node.range[0], node.range[1]];
};

/** The value's span; for something left out, that of the key or list around it. */
const spanAt = (document: Document, path: Path, anchored: Anchored): Span => {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const here = path.slice(0, depth);
    const node = nodeAt(document, here, anchored);
    // A block map under a key is best shown by its key: its own span runs over many lines.
    const long = (isMap(node) || isSeq(node)) && node.flow !== true;
    const span =
      long || depth < path.length
        ? (spanOf(pairAt(document, here, anchored)?.key) ?? spanOf(node))
        : spanOf(node);
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
  return Object.hasOwn(value, key) ? valueIn(Reflect.get(value, key), rest) : undefined;
};

/** Characters that no text file has, and that a terminal would obey. */
const controlCharacter = /(?![\t\n\r\u0085])\p{Cc}|[\ufffe\uffff]/u;

/** What makes a text none that is worth parsing. */
const textFinding = (source: string): { readonly span: Span; readonly message: string } | null => {
  if (source.length > limits.fileBytes) {
    return { span: [0, 0], message: `longer than ${limits.fileBytes / 1_024} kB; that is no scenario` };
  }
  if (source.trim() === '') {
    return { span: [0, 0], message: 'the file is empty; `tandem init` writes a scenario to start from' };
  }
  const at = source.search(controlCharacter);
  if (at < 0) return null;
  const code = source.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  const name = code === '0000' ? 'a NUL byte' : `the control character U+${code}`;
  return { span: [at, at + 1], message: `${name} in the text; save the file as plain UTF-8 text` };
};

const parse = (source: string, lineCounter: LineCounter): Document | null => {
  try {
    // Doubled keys are found by `inspect`: the parser's own search is quadratic and does not name them.
    return parseDocument(source, { lineCounter, prettyErrors: false, uniqueKeys: false, merge: true });
  } catch (error) {
    // The parser descends by recursion.
    if (error instanceof RangeError) return null;
    throw error;
  }
};

interface Parsed {
  readonly document: Document;
  readonly anchored: Anchored;
  readonly findings: readonly { readonly span: Span; readonly message: string }[];
}

const nothing = parseDocument('');

const readText = (source: string, lines: LineCounter): Parsed => {
  const unreadable = textFinding(source);
  if (unreadable !== null) return { document: nothing, anchored: new Map(), findings: [unreadable] };
  const document = parse(source, lines);
  if (document === null) {
    const message = `too much for a scenario: maps and lists within one another more than ${limits.depth} deep`;
    return { document: nothing, anchored: new Map(), findings: [{ span: [0, 0], message }] };
  }
  const all = [...document.errors, ...document.warnings];
  // Every level below the one that was too deep is told of as well.
  const tooDeep = all.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const errors = (tooDeep === undefined ? all : [tooDeep]).map(({ pos, code }) => ({
    span: pos,
    message: yamlWords(code),
  }));
  if (errors.length > 0) return { document, anchored: new Map(), findings: errors };
  const { findings, anchored } = inspect(document);
  return {
    document,
    anchored,
    findings: findings.map(({ node, message }) => ({ span: spanOf(node) ?? [0, 0], message })),
  };
};

/** Reads YAML so that every later complaint can point at its place. Throws nothing, whatever the text. */
export const readDocument = (source: string): ScenarioDocument => {
  const lines = new LineCounter();
  const { document, anchored, findings } = readText(source, lines);
  const value: unknown = findings.length > 0 ? null : document.toJS({ maxAliasCount: -1 });
  const lineOf = (offset: number): { line: number; col: number } => {
    if (lines.lineStarts.length > 0) return lines.linePos(offset);
    // Not parsed, so not counted either.
    const before = source.slice(0, offset).split('\n');
    return { line: before.length, col: before.at(-1)!.length + 1 };
  };
  const place = ([from, to]: Span, message: string): Problem => {
    const { line, col } = lineOf(from);
    return { line: Math.max(1, line), column: Math.max(1, col), length: Math.max(1, to - from), message };
  };
  const node = (path: Path): unknown => nodeAt(document, path, anchored);
  const at = (path: Path, message: string): Problem => place(spanAt(document, path, anchored), message);
  return {
    value,
    problems: findings.map(({ span, message }) => place(span, message)),
    at,
    atKey: (path, message) => {
      const span = spanOf(pairAt(document, path, anchored)?.key);
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
