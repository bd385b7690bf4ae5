import { contradictions } from './contradictions.ts';
import { documentLimits, exceededLimit } from './document-limits.ts';
import type { RunResult } from './run.ts';
import { shapedResult } from './shape.ts';

/** A result, or what is wrong with the document that should be one: short sentences, at most `mostProblems`. */
export type ParsedResult =
  | { readonly result: RunResult; readonly problems: null }
  | { readonly result: null; readonly problems: readonly string[] };

const mostProblems = 20;
const longest = 300;

const short = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);

const refused = (problems: readonly string[]): ParsedResult => {
  const shown = problems.slice(0, mostProblems).map(short);
  const left = problems.length - shown.length;
  return { result: null, problems: left === 0 ? shown : [...shown, `and ${left} more`] };
};

const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

const textOf = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Checks a parsed document: its size, its shape, and that it does not contradict itself. */
export const parseDocument = (document: unknown): ParsedResult => {
  const limit = exceededLimit(document);
  if (limit !== null) return refused([limit]);
  const { result, problems } = shapedResult(document);
  if (result === null) return refused(problems);
  const against = contradictions(result);
  return against.length > 0 ? refused(against) : { result, problems: null };
};

/** Reads the bytes of a `result.json`. Never throws. */
export const parseResult = (bytes: Uint8Array): ParsedResult => {
  if (bytes.length > documentLimits.bytes)
    return refused([`${bytes.length} bytes; ${documentLimits.bytes} are read at most`]);
  if (isUtf16(bytes)) return refused(['UTF-16; a result is written in UTF-8']);
  const text = textOf(bytes);
  if (text === null) return refused(['not UTF-8']);
  if (text.trim() === '') return refused(['empty']);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return refused([`not a JSON document: ${error instanceof Error ? error.message : String(error)}`]);
  }
  return parseDocument(document);
};
