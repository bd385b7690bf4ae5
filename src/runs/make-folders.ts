import { mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EnvironmentError } from '../shared/errors.ts';

/** What stands at a path; null where nothing does, or where a file stands above it. */
const at = (path: string): Stats | null => {
  try {
    return statSync(path);
  } catch {
    return null;
  }
};

/** Makes a folder and those above it, one at a time: on a file system that answers every `mkdir` with "no such file", Node's own way up never ends. */
export const makeFolders = (path: string): void => {
  const there = at(path);
  if (there?.isDirectory() === true) return;
  if (there !== null) throw new EnvironmentError(`${path} is a file and not a folder`);
  const above = dirname(path);
  if (above !== path) makeFolders(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have made it meanwhile.
    if (at(path)?.isDirectory() !== true) throw error;
  }
};
