import { dirname, relative, resolve } from 'node:path';
import { CommanderError } from 'commander';
import { type Failure, failureAnnotations, failureSummary, suiteOfFailure } from '../reports/failure.ts';
import { suiteOfResult } from '../reports/junit.ts';
import { type JunitSuite, junitDocument } from '../reports/junit-document.ts';
import type { RunResult } from '../result/run.ts';
import { makeFolders } from '../runs/make-folders.ts';
import { EnvironmentError, exitCodes, messageOf, TandemError } from '../shared/errors.ts';
import { redact } from '../shared/redact.ts';
import { writeWhole } from '../shared/write-whole.ts';
import { appendSummary, printGithub, workspace } from './print-github.ts';

export interface CiFlags {
  readonly github?: true;
  /** One JUnit file for all that was asked of the command. */
  readonly junit?: string;
  /** Then stdout is left to the result document. */
  readonly json?: true;
}

/** What a job is told of each result, and of a command that comes to none: a red cross never stands without a word. */
export interface Ci {
  readonly finished: (result: RunResult) => void;
  readonly failed: (failure: Failure) => void;
  /** Only the JUnit file: what the job is told otherwise, the caller says. */
  readonly filed: (result: RunResult) => void;
}

const kinds: ReadonlyMap<number, Failure['kind']> = new Map([
  [exitCodes.usage, 'usage'],
  [exitCodes.invalid, 'invalid'],
  [exitCodes.environment, 'environment'],
  [exitCodes.interrupted, 'interrupted'],
]);

/** The failure that an error means; secrets are left out. */
export const failureOf = (error: unknown): Failure => {
  const message = redact(messageOf(error));
  if (error instanceof CommanderError) return { kind: 'usage', message };
  const kind = error instanceof TandemError ? kinds.get(error.exitCode) : undefined;
  return { kind: kind ?? 'internal', message };
};

/** The flags as they stand on a command line that could not be read as a whole. */
export const ciFlagsIn = (words: readonly string[]): CiFlags => {
  const at = words.indexOf('--junit');
  const junit = at < 0 ? words.find((word) => word.startsWith('--junit='))?.slice(8) : words[at + 1];
  return { ...(words.includes('--github') ? { github: true } : {}), ...(junit ? { junit } : {}) };
};

const makeFoldersFor = (file: string): void => {
  try {
    makeFolders(dirname(resolve(file)));
  } catch (error) {
    throw new EnvironmentError(
      `${file}: cannot be written: ${messageOf(error)}; choose another with --junit FILE`,
    );
  }
};

/** Refuses, before anything is measured, a file that could not be written in the end. */
export const assertCiFiles = ({ junit }: CiFlags): void => {
  if (junit !== undefined) makeFoldersFor(junit);
};

export const ciReporter = ({ github, junit, json }: CiFlags): Ci => {
  const suites: JunitSuite[] = [];
  const saveWith = (suite: JunitSuite): void => {
    suites.push(suite);
    if (junit === undefined) return;
    makeFoldersFor(junit);
    writeWhole(junit, junitDocument(suites));
  };
  return {
    finished: (result) => {
      if (github) printGithub(result, json ? process.stderr : process.stdout);
      saveWith(suiteOfResult(result));
    },
    filed: (result) => saveWith(suiteOfResult(result)),
    failed: (failure) => {
      try {
        if (github) {
          process.stderr.write(failureAnnotations(failure, (file) => relative(workspace(), resolve(file))));
          appendSummary(failureSummary(failure));
        }
        saveWith(suiteOfFailure(failure, new Date().toISOString()));
      } catch (error) {
        // The failure itself decides the exit code, not that it could not be told everywhere.
        process.stderr.write(`${redact(messageOf(error))}\n`);
      }
    },
  };
};
