import { readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { documentLimits } from '../result/document-limits.ts';
import { parseResult } from '../result/parse-result.ts';
import type { RunResult } from '../result/run.ts';
import { messageOf, UsageError } from '../shared/errors.ts';
import { standing } from '../verdicts/standing.ts';

/** Where the result of a path lies: a `.json` file itself, else `result.json` in the folder. */
export const resultFileOf = (path: string): string =>
  path.endsWith('.json') ? path : join(path, 'result.json');

const statsOf = (file: string): Stats | null => {
  try {
    return statSync(file);
  } catch {
    return null;
  }
};

/** A pipe or device would be waited for without end, so only a plain file of bounded size is opened. */
const bytesOf = (file: string): Uint8Array => {
  const stats = statsOf(file);
  if (stats === null)
    throw new UsageError(
      `${file}: no result there; give the folder of a run, for instance results/baseline/<time>`,
    );
  if (!stats.isFile()) throw new UsageError(`${file}: not a file`);
  if (stats.size > documentLimits.bytes)
    throw new UsageError(`${file}: ${stats.size} bytes; ${documentLimits.bytes} are read at most`);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file}: cannot be read: ${messageOf(error)}`);
  }
};

/**
 * Reads the result of a run from its folder, or from the file itself. This is the one way in: whatever it returns has the
 * shape of a result, contradicts itself nowhere that a reader relies on, and claims no verdict that its rounds do not
 * bear out. Throws a UsageError that names the file and what is wrong with it.
 */
export const readResult = (path: string): RunResult => {
  const file = resultFileOf(path);
  const { result, problems } = parseResult(bytesOf(file));
  if (result !== null) return standing(result);
  const [first = 'not a result', ...others] = problems;
  const more = others.map((problem) => `\n  ${problem}`).join('');
  throw new UsageError(`${file}: not a readable result: ${first}${more}`);
};
