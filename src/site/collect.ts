import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type RunResult, resultSchema } from '../analysis/result.ts';

/** A run found under a folder of results. */
export interface FoundRun {
  /** Path of its folder from the folder of results, with `/`; also its permalink. */
  readonly id: string;
  readonly result: RunResult;
}

const read = (file: string): RunResult | null => {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as RunResult;
    return (value.schema as string) === resultSchema ? value : null;
  } catch {
    // A file that is being written, or of another version: it is not a run that can be shown.
    return null;
  }
};

const folders = (directory: string): string[] => {
  const here = existsSync(join(directory, 'result.json')) ? [directory] : [];
  const below = readdirSync(directory)
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isDirectory());
  return [...here, ...below.flatMap(folders)];
};

/** Every readable run below a folder, the newest first. */
export const collectRuns = (directory: string): readonly FoundRun[] =>
  (existsSync(directory) ? folders(directory) : [])
    .flatMap((folder) => {
      const result = read(join(folder, 'result.json'));
      return result === null ? [] : [{ id: relative(directory, folder).split(sep).join('/') || '.', result }];
    })
    .toSorted((a, b) => b.result.startedAt.localeCompare(a.result.startedAt));
