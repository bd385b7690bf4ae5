import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hlogFiles } from '../analysis/hlog.ts';
import { reports } from '../reports/index.ts';
import type { RunResult } from '../result/run.ts';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import { writeWhole } from '../shared/write-whole.ts';
import { makeFolders } from './make-folders.ts';

/** Where a run's files land: `DIR/<scenario>/<UTC time>/`. */
export interface ResultFolder {
  readonly path: string;
  /** Writes every file-bound report; each file is complete or not there at all. */
  readonly save: (result: RunResult) => void;
  /** Writes what is not worth writing after every round: the HdrHistogram logs. */
  readonly finish: (result: RunResult) => void;
}

const mostInOneSecond = 1_000;

const existsAlready = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

/** Makes the folder or, where a run of the same second has it, the same with `-2`, `-3`, …; it never shares one. */
const makeOwnFolder = (path: string): string => {
  for (let number = 1; number <= mostInOneSecond; number += 1) {
    const own = number === 1 ? path : `${path}-${number}`;
    try {
      mkdirSync(own);
      return own;
    } catch (error) {
      if (!existsAlready(error)) throw error;
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
  return {
    path,
    save: (result) => {
      for (const { file, render } of reports.values()) {
        if (file !== null) writeWhole(join(path, file), render(result));
      }
    },
    finish: ({ rounds }) => {
      for (const { file, text } of hlogFiles(rounds)) writeWhole(join(path, file), text);
    },
  };
};
