import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../shared/errors.ts';

const foldersIn = (path: string): readonly string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];

/** The newest run under a folder for results, by the UTC time that its own folder is named after. */
export const latestRun = (results: string): string => {
  const runs = foldersIn(results).flatMap((scenario) =>
    foldersIn(join(results, scenario))
      .filter((stamp) => existsSync(join(results, scenario, stamp, 'result.json')))
      .map((stamp) => ({ stamp, path: join(results, scenario, stamp) })),
  );
  const newest = runs.toSorted((a, b) => (a.stamp < b.stamp ? 1 : -1))[0];
  if (newest === undefined)
    throw new UsageError(`${results}: no run there; give the folder of one with --from DIR`);
  return newest.path;
};
