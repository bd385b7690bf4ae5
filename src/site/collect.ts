import { basename, resolve } from 'node:path';
import type { RunResult } from '../result/run.ts';
import { readResult } from '../runs/read-result.ts';
import { messageOf } from '../shared/errors.ts';
import { findResultFiles, type LeftOut } from './result-files.ts';

/** A run found under a folder of results. */
export interface FoundRun {
  /** Path of its folder from the folder of results, with `/`; also its permalink. */
  readonly id: string;
  readonly result: RunResult;
}

/** The runs of a folder, and beside them what was found and could not be read. */
export interface FoundRuns extends ReadonlyArray<FoundRun> {
  readonly leftOut: readonly LeftOut[];
}

/** A run that lies in the folder of results itself goes by that folder's name; `.` would vanish from an address. */
const idOf = (folder: string, directory: string, taken: ReadonlySet<string>): string => {
  if (folder !== '') return folder;
  let id = basename(resolve(directory)) || 'run';
  while (taken.has(id)) id = `${id}~`;
  return id;
};

const newestFirst = (a: FoundRun, b: FoundRun): number =>
  a.result.startedAt < b.result.startedAt ? 1 : a.result.startedAt > b.result.startedAt ? -1 : 0;

/** Every readable run below a folder, the newest first; what is damaged is named in `leftOut` and stops nothing. */
export const collectRuns = (directory: string): FoundRuns => {
  const { files, leftOut } = findResultFiles(directory);
  const taken = new Set(files.map(({ folder }) => folder));
  const unreadable: LeftOut[] = [];
  const runs = files.flatMap(({ folder, file }) => {
    try {
      return [{ id: idOf(folder, directory, taken), result: readResult(file) }];
    } catch (error) {
      const reason = messageOf(error)
        .replace(`${file}: `, '')
        .replace(/\n[\s\S]*$/, ' …');
      unreadable.push({ path: folder === '' ? 'result.json' : `${folder}/result.json`, reason });
      return [];
    }
  });
  return Object.assign(runs.toSorted(newestFirst), { leftOut: [...unreadable, ...leftOut] });
};
