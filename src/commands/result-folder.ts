import { accessSync, constants, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hlogFiles } from '../analysis/hlog.ts';
import type { RunResult } from '../analysis/result.ts';
import { reports } from '../reports/index.ts';
import { EnvironmentError, messageOf } from '../shared/errors.ts';

/** Where a run's files land: `DIR/<scenario>/<UTC time>/`. */
export interface ResultFolder {
  readonly path: string;
  /** Writes every file-bound report; each file is complete or not there at all. */
  readonly save: (result: RunResult) => void;
  /** Writes what is not worth writing after every round: the HdrHistogram logs. */
  readonly finish: (result: RunResult) => void;
}

const writeWhole = (file: string, text: string): void => {
  const draft = `${file}.part`;
  writeFileSync(draft, text);
  renameSync(draft, file);
};

/** Opened before the first round: a run must not find out at its end that it cannot be written. */
export const openResultFolder = (directory: string, scenario: string, startedAt: Date): ResultFolder => {
  const stamp = startedAt
    .toISOString()
    .replaceAll(':', '-')
    .replace(/\.\d+Z$/, 'Z');
  const path = join(directory, scenario, stamp);
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new EnvironmentError(
      `results cannot be written to ${path}: ${messageOf(error)}; choose another with --out DIR`,
    );
  }
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
