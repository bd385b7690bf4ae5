import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type History, readHistory } from '../gate/history.ts';

/** Far more commits than a page could show. */
const mostBytes = 64 * 2 ** 20;

/** The history that gates have left in a folder of results; null where there is none that can be read. */
export const historyIn = (directory: string): History | null => {
  const file = join(directory, 'history.jsonl');
  try {
    const { size } = statSync(file);
    return size > mostBytes || !statSync(file).isFile() ? null : readHistory(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
};
