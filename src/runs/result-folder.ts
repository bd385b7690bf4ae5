import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { filesOf } from '../reports/index.ts';
import { toJson } from '../reports/json.ts';
import type { RunResult } from '../result/run.ts';
import { codeOf, EnvironmentError, messageOf } from '../shared/errors.ts';
import { writeWhole } from '../shared/write-whole.ts';
import { makeFolders } from './make-folders.ts';

/** Where a run's files land: `DIR/<scenario>/<UTC time>/`. Disposing it writes the reports of what was saved last, however the run ended. */
export interface ResultFolder extends Disposable {
  readonly path: string;
  /** Writes `result.json`; it is complete or not there at all. */
  readonly save: (result: RunResult) => void;
}

const mostInOneSecond = 1_000;

/** Makes the folder or, where a run of the same second has it, the same with `-2`, `-3`, …; it never shares one. */
const makeOwnFolder = (path: string): string => {
  for (let number = 1; number <= mostInOneSecond; number += 1) {
    const own = number === 1 ? path : `${path}-${number}`;
    try {
      mkdirSync(own);
      return own;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  throw new Error(`${mostInOneSecond} runs of this second have their folders there`);
};

const stampOf = (time: Date): string =>
  time
    .toISOString()
    .replaceAll(':', '-')
    .replace(/\.\d+Z$/, 'Z');

/** Opened before the first round: a run must not find out at its end that it cannot be written. */
const ownFolder = (directory: string, scenario: string, startedAt: Date): string => {
  const wanted = join(directory, scenario, stampOf(startedAt));
  try {
    makeFolders(dirname(resolve(wanted)));
    const path = makeOwnFolder(wanted);
    accessSync(path, constants.W_OK);
    return path;
  } catch (error) {
    throw new EnvironmentError(
      `results cannot be written to ${wanted}: ${messageOf(error)}; choose another with --out DIR`,
    );
  }
};

/** Two runs never share a folder, also when they begin in the same second. */
export const openResultFolder = (directory: string, scenario: string, startedAt: Date): ResultFolder => {
  const path = ownFolder(directory, scenario, startedAt);
  let saved: RunResult | null = null;
  return {
    path,
    save: (result) => {
      // What could not be written is not followed by more that cannot.
      saved = null;
      writeWhole(join(path, 'result.json'), toJson(result));
      saved = result;
    },
    [Symbol.dispose]: () => {
      if (saved === null) return;
      for (const { file, text } of filesOf(saved)) writeWhole(join(path, file), text);
    },
  };
};
