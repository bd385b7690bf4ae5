import type { z } from 'zod';
import type { ScenarioDocument } from './document.ts';
import { suggest } from './near-miss.ts';
import type { Problem } from './problem.ts';

type Issue = z.core.$ZodIssue;

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'nothing';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return `\`${value}\``;
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

const messageFor = (issue: Issue, written: unknown): string => {
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return typeof written === 'string'
      ? `\`${written}\` is not known here; ${suggest(written, known)}`
      : `expected one of ${known.join(', ')}, found ${kindOf(written)}`;
  }
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
    return `expected ${expectedWords[issue.expected] ?? issue.expected}, found ${kindOf(written)}`;
  }
  return issue.message.startsWith('expected') ? `${issue.message}, found ${kindOf(written)}` : issue.message;
};

/** The keys that a map at this path of the schema may have; empty where it is no map. */
const keysAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] => {
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

/** What a schema found wrong with the part of the document under `root`, at its places in the file. */
export const problemsOf = (
  error: z.core.$ZodError,
  schema: z.core.$ZodType,
  document: ScenarioDocument,
  root: readonly PropertyKey[] = [],
): readonly Problem[] =>
  error.issues.flatMap((issue) => {
    const path = [...root, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, issue.path);
      return issue.keys.map((key) =>
        document.atKey([...path, key], `unknown key \`${key}\`; ${suggest(key, known)}`),
      );
    }
    if (issue.code === 'invalid_key') {
      const reason = issue.issues[0]?.message ?? issue.message;
      return [document.atKey(path, `${reason}, found \`${String(path.at(-1))}\``)];
    }
    const written = document.valueAt(path);
    if (written === undefined) return [document.at(path, `missing key \`${String(path.at(-1))}\``)];
    return [document.at(path, messageFor(issue, written))];
  });
