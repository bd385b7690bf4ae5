import type { z } from 'zod';
import { clip } from '../shared/clip.ts';
import { limits } from '../shared/limits.ts';
import { nearMiss, suggest } from '../shared/near-miss.ts';
import type { ScenarioDocument } from './document.ts';
import type { Problem } from './problem.ts';

type Issue = z.core.$ZodIssue;

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'nothing';
  if (value instanceof Date) return 'a date, which a text in quotes is not';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return `\`${clip(String(value))}\``;
  return 'a map';
};

const expectedWords: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};

/** A text with a colon in it is a map to YAML: the commonest slip where a text is expected. */
const quotesHint = (written: unknown): string => {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return '';
  return Object.keys(written).length === 1 ? '; a text with a colon needs quotes' : '';
};

const bound = (value: unknown): string => String(value);

/** Words for what a schema says when it has no words of its own. */
const plainWords = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${expectedWords[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `expected at least ${bound(issue.minimum)} entries`
        : `expected ${bound(issue.minimum)} at least`;
    case 'too_big':
      return issue.origin === 'array'
        ? `expected at most ${bound(issue.maximum)} entries`
        : `expected ${bound(issue.maximum)} at most`;
    default:
      return 'expected something else';
  }
};

const fromSchema = /^(Invalid|Too |Unrecognized|Number )/;

/** Where nothing that is known is near, the page that has all there is. */
const languagePage = (key: string, known: readonly string[], page: string): string =>
  nearMiss(key, known) === null ? ` (${page} has the whole language)` : '';

const messageFor = (issue: Issue, written: unknown): string => {
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return typeof written === 'string'
      ? `\`${clip(written)}\` is not known here; ${suggest(written, known)}`
      : `expected one of ${known.join(', ')}, found ${kindOf(written)}`;
  }
  const message = fromSchema.test(issue.message) ? plainWords(issue) : issue.message;
  if (!message.startsWith('expected')) return message;
  const wantsText = /^expected (a text|a comparison)/.test(message);
  return `${message}, found ${kindOf(written)}${wantsText ? quotesHint(written) : ''}`;
};

/** The keys that a map at this path of the schema may have; empty where it is no map. */
const keysAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] => {
  // Every schema is one of these; the type of its base class does not say so.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'default':
    case 'prefault':
    case 'optional':
      return keysAt(def.innerType, path);
    case 'pipe':
      return keysAt(def.in, path);
    case 'record':
      return keysAt(def.valueType, path.slice(1));
    case 'array':
      return keysAt(def.element, path.slice(1));
    case 'object': {
      const [key, ...rest] = path;
      if (key === undefined) return Object.keys(def.shape);
      const value = def.shape[String(key)];
      return value === undefined ? [] : keysAt(value, rest);
    }
    default:
      return [];
  }
};

/** Strange keys of one map: the first ones each with a hint, which costs time; of the others only that they are too many. */
const strangers = (
  keys: readonly string[],
  known: readonly string[],
  path: readonly PropertyKey[],
  document: ScenarioDocument,
  page: string,
): readonly Problem[] =>
  keys.map((key, index) => {
    const hint = index < limits.problems ? `; ${suggest(key, known)}${languagePage(key, known, page)}` : '';
    const message = `unknown key \`${clip(key)}\`${hint}`;
    return index < limits.problems ? document.atKey([...path, key], message) : document.at(path, message);
  });

/** What a schema found wrong with the part of the document under `root`, at its places in the file; `page` has the whole language. */
export const problemsOf = (
  error: z.core.$ZodError,
  schema: z.core.$ZodType,
  document: ScenarioDocument,
  root: readonly PropertyKey[] = [],
  page = 'docs/scenario.md',
): readonly Problem[] =>
  error.issues.flatMap((issue) => {
    const path = [...root, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, issue.path);
      return strangers(issue.keys, known, path, document, page);
    }
    if (issue.code === 'invalid_key') {
      const reason = issue.issues[0]?.message ?? issue.message;
      return [
        document.atKey(
          path,
          `${fromSchema.test(reason) ? 'expected another name' : reason}, found \`${clip(String(path.at(-1)))}\``,
        ),
      ];
    }
    const written = document.valueAt(path);
    if (written === undefined) return [document.at(path, `missing key \`${clip(String(path.at(-1)))}\``)];
    return [document.at(path, messageFor(issue, written))];
  });
