import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clip } from '../shared/clip.ts';
import { UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';

/** The scenarios that come with the program. */
export const ownScenarios = fileURLToPath(new URL('../../scenarios', import.meta.url));

const isScenario = (name: string): boolean => /\.ya?ml$/.test(name);

/** Where a scenario is looked for by its name; a file of the first folder goes before one of the second. */
const folders = (): readonly string[] =>
  ['scenarios', relative('.', ownScenarios)].filter((folder) => existsSync(folder));

/** Scenarios by the name that `tandem list` shows. */
const byName = (): ReadonlyMap<string, string> => {
  const files = folders()
    .toReversed()
    .flatMap((folder) =>
      readdirSync(folder)
        .filter(isScenario)
        .map((name) => join(folder, name)),
    );
  return new Map(files.map((file) => [basename(file, extname(file)), file]));
};

/** The file of a scenario by its name; null when nothing has that name. */
export const fileOfName = (name: string): string | null => byName().get(name) ?? null;

/** Names of all scenarios that are found by name. */
export const scenarioNames = (): readonly string[] => [...byName().keys()];

/** The file that is meant: a path that is there, or the name of a scenario. Throws a UsageError for what is neither. */
export const scenarioFile = (written: string): string => {
  // What looks like a path is left as it is: whoever reads it says what is wrong with it.
  if (existsSync(written) || isScenario(written) || /[\\/]/.test(written)) return written;
  const known = byName();
  const file = known.get(written);
  if (file !== undefined) return file;
  throw new UsageError(`no file and no scenario \`${clip(written)}\`; ${suggest(written, known.keys())}`);
};
