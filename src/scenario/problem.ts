import type { Position } from './scenario.ts';

/** Something wrong at a place in a scenario file. */
export interface Problem extends Position {
  /** Characters to underline, at least 1. */
  readonly length: number;
  /** What is wrong, and what was expected. */
  readonly message: string;
}

const render = (problem: Problem, file: string, lines: readonly string[]): string => {
  const { line, column, length, message } = problem;
  const text = lines[line - 1] ?? '';
  const gutter = String(line);
  // A tab before the caret stays a tab, so that the caret lands under the same character.
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(length, text.length - column + 1)));
  return [
    `${file}:${line}:${column}: ${message}`,
    `  ${gutter} | ${text}`,
    `  ${' '.repeat(gutter.length)} | ${indent}${carets}`,
  ].join('\n');
};

/** All problems of a file in the order of its lines, each with the line and a caret under the place. */
export const renderProblems = (problems: readonly Problem[], file: string, source: string): string => {
  const lines = source.split(/\r?\n/);
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return sorted.map((problem) => render(problem, file, lines)).join('\n');
};
