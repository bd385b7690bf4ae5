import { clip } from '../shared/clip.ts';
import { limits } from '../shared/limits.ts';
import type { Position } from './scenario.ts';

/** Something wrong at a place in a scenario file. */
export interface Problem extends Position {
  /** Characters to underline, at least 1. */
  readonly length: number;
  /** What is wrong, and what was expected. */
  readonly message: string;
}

/** Characters of a source line that are shown, and how many of them stand before the place. */
const excerpt = { width: 110, before: 40 } as const;

const render = (problem: Problem, file: string, lines: readonly string[]): string => {
  const { line, column, length, message } = problem;
  const text = lines[line - 1] ?? '';
  const from = text.length <= excerpt.width ? 0 : Math.max(0, column - 1 - excerpt.before);
  const shown = text.slice(from, from + excerpt.width);
  const gutter = String(line);
  // A tab before the caret stays a tab, so that the caret lands under the same character.
  const indent = text.slice(from, column - 1).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(length, shown.length - indent.length)));
  const visible = shown.split('\t').map((part) => clip(part, excerpt.width));
  return [
    `${file}:${line}:${column}: ${clip(message, limits.messageLength)}`,
    `  ${gutter} | ${visible.join('\t')}`,
    `  ${' '.repeat(gutter.length)} | ${indent}${carets}`,
  ].join('\n');
};

/** The problems of a file in the order of its lines, each with the line and a caret under the place; the first twenty. */
export const renderProblems = (problems: readonly Problem[], file: string, source: string): string => {
  const lines = source.split(/\r?\n/);
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const shown = sorted.slice(0, limits.problems).map((problem) => render(problem, file, lines));
  const more = sorted.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more problem${more === 1 ? '' : 's'}`] : [])].join('\n');
};
