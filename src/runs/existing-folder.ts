import { statSync } from 'node:fs';
import { UsageError } from '../shared/errors.ts';

/** Throws a UsageError that names the folder when it is not there or is none; `hint` says what to do next. */
export const assertFolder = (path: string, hint: string): void => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`${path}: no such folder; ${hint}`);
  if (!stats.isDirectory()) throw new UsageError(`${path}: not a folder; ${hint}`);
};
