import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { EnvironmentError, messageOf } from './errors.ts';

/** Writes a file that is complete or not there at all; throws an EnvironmentError when it cannot, and leaves no draft. */
export const writeWhole = (file: string, text: string): void => {
  const draft = `${file}.part`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new EnvironmentError(
      `${file}: cannot be written: ${messageOf(error)}; free some space there, or choose another folder with --out DIR`,
    );
  }
};
