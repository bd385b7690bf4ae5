import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { clip } from './clip.ts';
import { messageOf, UsageError } from './errors.ts';

const patienceMs = 10_000;

const tooLate = async (): Promise<never> => {
  await delay(patienceMs, undefined, { ref: false });
  throw new Error(
    `it was not loaded within ${patienceMs / 1_000} s; what does it wait for at its top level?`,
  );
};

/** What stands in a module where something else should, for a message. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return `\`${clip(value)}\``;
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

/**
 * Imports a module of the user's own. What it exports is the caller's to check: `T` has only optional parts. Rejects with a
 * UsageError that names the file where it cannot be loaded.
 */
export const importOwn = async <T extends object>(path: string, what: string): Promise<Partial<T>> => {
  if (/\.[cm]?tsx?$/.test(path))
    throw new UsageError(
      `${path}: is TypeScript, and Node runs JavaScript; compile it and name the .js file`,
    );
  try {
    // All parts are optional and unchecked so far.
    return (await Promise.race([import(pathToFileURL(path).href), tooLate()])) as Partial<T>;
  } catch (error) {
    throw new UsageError(`${path}: cannot be loaded as ${what}: ${clip(messageOf(error), 200)}`, {
      cause: error,
    });
  }
};
