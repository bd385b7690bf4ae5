import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reaper } from './reaper.ts';

/**
 * Makes a folder of its own under the system's temporary one, for this user only, and gives its path. The reaper hears of it
 * before it is there, so that there is no moment at which a killed parent would leave it behind. Throws where nothing can be made.
 */
export const watchedFolder = (prefix: string, reaper: Pick<Reaper, 'watchFolder'>): string => {
  const path = join(tmpdir(), `${prefix}${randomBytes(6).toString('hex')}`);
  reaper.watchFolder(path);
  mkdirSync(path, { mode: 0o700 });
  return path;
};
