import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
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

/** The same as long as it is needed: disposing it removes the folder. */
export const openWatchedFolder = (
  prefix: string,
  reaper: Pick<Reaper, 'watchFolder' | 'forgetFolder'>,
): Disposable & { readonly path: string } => {
  const path = watchedFolder(prefix, reaper);
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
      reaper.forgetFolder(path);
    },
  };
};
