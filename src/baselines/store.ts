import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJson } from '../reports/json.ts';
import type { RunResult } from '../result/run.ts';
import { readResult } from '../runs/read-result.ts';
import { messageOf, UsageError } from '../shared/errors.ts';

/** Under the working directory and meant to be committed: a budget that reads a baseline is only as good as its record. */
export const baselineFolder = 'baselines';

const fileOf = (name: string, folder: string): string => join(folder, `${name}.json`);

const assertName = (name: string): void => {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return;
  throw new UsageError(`\`${name}\` is no name for a baseline; expected letters, digits, hyphens and dots`);
};

/** What cannot be measured against: budgets would rest on a broken measurement. */
const assertUsable = ({ verdict, partial, reasons }: RunResult, from: string): void => {
  if (partial)
    throw new UsageError(`${from} was interrupted; a baseline needs all of its rounds, so run it again`);
  if (verdict === 'invalid')
    throw new UsageError(
      `${from} is invalid and cannot be a baseline: ${reasons[0] ?? 'no reason is recorded'}`,
    );
};

/** Saves a run as the baseline `name`; says whether there was one before, which it replaces. */
export const saveBaseline = (
  name: string,
  from: string,
  folder = baselineFolder,
): { readonly file: string; readonly replaced: boolean } => {
  assertName(name);
  const result = readResult(from);
  assertUsable(result, from);
  const file = fileOf(name, folder);
  const replaced = existsSync(file);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.part`, toJson(result));
    renameSync(`${file}.part`, file);
  } catch (error) {
    throw new UsageError(`${file}: cannot be written: ${messageOf(error)}`);
  }
  return { file, replaced };
};

/** Reads a baseline by its name, or from a result file or the folder of a run. */
export const readBaseline = (nameOrFile: string, folder = baselineFolder): RunResult => {
  const named = fileOf(nameOrFile, folder);
  const isPath = /[\\/]|[.]json$/.test(nameOrFile);
  if (!isPath && !existsSync(named)) {
    const known = baselineNames(folder);
    const hint =
      known.length > 0 ? `there is ${known.join(', ')}` : '`tandem baseline save NAME` makes one of a run';
    throw new UsageError(`${named}: no such baseline; ${hint}`);
  }
  const from = isPath ? nameOrFile : named;
  const result = readResult(from);
  assertUsable(result, from);
  return result;
};

export const baselineNames = (folder = baselineFolder): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => file.slice(0, -'.json'.length))
        .toSorted()
    : [];
