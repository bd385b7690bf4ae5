import { printable } from '../shared/printable.ts';
import type { LeftOut } from '../site/result-files.ts';

/** Says on stderr what was found and could not be read. */
export const nameLeftOut = (leftOut: readonly LeftOut[]): void => {
  for (const { path, reason } of leftOut)
    process.stderr.write(`left out: ${printable(path)}: ${printable(reason)}\n`);
};
