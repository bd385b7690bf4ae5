import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TandemError } from '../shared/errors.ts';

const logs = ['services.log', 'load.log'];

/**
 * Copies what the processes of a round wrote to a folder that stays, since the folder of the round is removed with it. Gives the
 * folder of the copies; null when nobody wrote anything.
 */
export const keepLogs = (roundFolder: string, logFolder: string): string | null => {
  const written = logs.filter((name) => {
    const file = join(roundFolder, name);
    return existsSync(file) && statSync(file).size > 0;
  });
  if (written.length === 0) return null;
  const kept = join(logFolder, basename(roundFolder));
  mkdirSync(kept, { recursive: true });
  for (const name of written) copyFileSync(join(roundFolder, name), join(kept, name));
  return kept;
};

/** A log that was copied is named where it is now, and one that nobody wrote to is not named. */
const pointingTo = (text: string, roundFolder: string, kept: string | null): string =>
  logs.reduce((said, name) => {
    const [was, is] = [join(roundFolder, name), kept === null ? null : join(kept, name)];
    return is !== null && existsSync(is) ? said.replaceAll(was, is) : said.replaceAll(`; see ${was}`, '');
  }, text);

/** The error with the paths of the copies, so that a log that its message names is there to be read. */
export const withKeptLogs = (error: unknown, roundFolder: string, kept: string | null): unknown => {
  if (!(error instanceof TandemError)) return error;
  return new TandemError(pointingTo(error.message, roundFolder, kept), error.exitCode, { cause: error });
};
