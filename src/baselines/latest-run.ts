import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../shared/errors.ts';

const entriesOf = (path: string): readonly Dirent[] => {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    // Not there, not a folder, or not ours to open: there is no run in it that could be taken.
    return [];
  }
};

const foldersIn = (path: string): readonly string[] =>
  entriesOf(path)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Of two runs of one second the one with the higher number is the newer: `…Z` before `…Z-2` before `…Z-10`. */
const byTime = (a: { readonly stamp: string }, b: { readonly stamp: string }): number =>
  a.stamp.localeCompare(b.stamp, 'en', { numeric: true });

/** The newest run under a folder for results, by the UTC time that its own folder is named after. */
export const latestRun = (results: string): string => {
  const runs = foldersIn(results).flatMap((scenario) =>
    foldersIn(join(results, scenario))
      .filter((stamp) => isFile(join(results, scenario, stamp, 'result.json')))
      .map((stamp) => ({ stamp, path: join(results, scenario, stamp) })),
  );
  const newest = runs.toSorted(byTime).at(-1);
  if (newest === undefined)
    throw new UsageError(`${results}: no run there; give the folder of one with --from DIR`);
  return newest.path;
};
