import type { ErrorCode } from 'yaml';
import { limits } from '../shared/limits.ts';

const words: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: 'an alias (`*name`) stands alone, without an anchor or a tag of its own',
  BAD_ALIAS: 'expected the name of an anchor after `*`, as in `*name`',
  BAD_COLLECTION_TYPE: 'the tag does not fit what it stands before; leave the tag out',
  BAD_DIRECTIVE: 'a line that begins with `%` is not understood here; leave it out or quote it',
  BAD_DQ_ESCAPE:
    'unknown escape in a text with double quotes; use single quotes, or write `\\\\` for a backslash',
  BAD_INDENT: 'the indentation does not fit the lines above, or a bracket is not closed',
  BAD_PROP_ORDER: 'an anchor or tag stands in the wrong place; write it directly before its value',
  BAD_SCALAR_START: 'a text cannot begin with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second `: ` in one line; put the text in quotes, or begin a new line',
  BLOCK_IN_FLOW: 'within brackets, lists and maps need brackets too',
  IMPOSSIBLE: 'this is not YAML',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR:
    'something is missing here: a closing quote or bracket, a comma, a colon, or a space after one',
  MULTILINE_IMPLICIT_KEY:
    'a key must stand on one line with its `:`; is a `:` missing, or a quote not closed?',
  MULTIPLE_ANCHORS: 'one anchor a value',
  MULTIPLE_DOCS: 'a second document begins here (`---`); a scenario is a file of its own',
  MULTIPLE_TAGS: 'one tag a value',
  NON_STRING_KEY: 'a key must be a text',
  RESOURCE_EXHAUSTION: `too much for a scenario: maps and lists within one another more than ${limits.depth} deep`,
  TAB_AS_INDENT: 'indentation by a tab; use spaces',
  TAG_RESOLVE_FAILED: 'a tag (`!name`) means nothing here; leave it out',
  UNEXPECTED_TOKEN: 'this does not belong here; put the text in quotes if it is one',
};

/** What the YAML parser found wrong, for people who do not know the parser. */
export const yamlWords = (code: ErrorCode): string => words[code] ?? 'this is not YAML';
