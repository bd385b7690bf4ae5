import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keepLogs } from './kept-logs.ts';

export interface RoundFolderOptions {
  /** Of the whole run. */
  readonly runFolder: string;
  /** The name of the round's own folder in it. */
  readonly prefix: string;
  /** Where the logs of a round that went wrong are kept; made when there are any. */
  readonly logFolder: string;
}

/** The databases and logs of a round; disposing it removes them. */
export interface RoundFolder extends Disposable {
  readonly path: string;
  /** Of the generator, the links and the replay; readable too. */
  readonly logFd: number;
  /** Copies the logs to where the run keeps them; gives that folder, null when nobody wrote anything. */
  readonly keepLogs: () => string | null;
}

export const openRoundFolder = ({ runFolder, prefix, logFolder }: RoundFolderOptions): RoundFolder => {
  const path = join(runFolder, prefix);
  mkdirSync(path);
  const logFd = openSync(join(path, 'load.log'), 'a+');
  return {
    path,
    logFd,
    keepLogs: () => keepLogs(path, logFolder),
    [Symbol.dispose]: () => {
      closeSync(logFd);
      rmSync(path, { recursive: true, force: true });
    },
  };
};
