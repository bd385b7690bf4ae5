import { type Dirent, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { messageOf } from '../shared/errors.ts';

/** A `result.json` below a folder of results. */
export interface ResultFile {
  /** Path of its folder from the folder of results, with `/`; empty for that folder itself. */
  readonly folder: string;
  readonly file: string;
}

/** What was not read, and why. */
export interface LeftOut {
  /** Path from the folder of results, with `/`. */
  readonly path: string;
  readonly reason: string;
}

export interface FoundFiles {
  readonly files: readonly ResultFile[];
  readonly leftOut: readonly LeftOut[];
}

/** Far deeper than results lie; below it, somebody has built a maze. */
const deepest = 24;

const realPathOf = (path: string): string | null => {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
};

/** Links are never followed: one that stays inside would show a run twice, the others lead elsewhere. */
const linkReason = (path: string, root: string): string | null => {
  const real = realPathOf(path);
  if (real === null) return 'a link that leads nowhere';
  const inside = real === root || real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
  return inside ? null : 'a link that leads out of the folder; it is not followed';
};

/** Every `result.json` below a folder that lies there itself. Neither links nor what cannot be opened end the search. */
export const findResultFiles = (directory: string): FoundFiles => {
  const root = realPathOf(directory);
  const files: ResultFile[] = [];
  const leftOut: LeftOut[] = [];
  if (root === null) return { files, leftOut };
  const pathOf = (path: string): string => relative(root, path).split(sep).join('/');
  const leave = (path: string, reason: string): void => {
    leftOut.push({ path: pathOf(path) || '.', reason });
  };
  const entriesOf = (folder: string): readonly Dirent[] => {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      leave(folder, `cannot be opened: ${messageOf(error)}`);
      return [];
    }
  };
  const look = (folder: string, depth: number): void => {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) {
        const reason = linkReason(path, root);
        if (reason !== null) leave(path, reason);
        else if (entry.name === 'result.json') leave(path, 'a link; a result is a file of its own');
      } else if (entry.isDirectory()) {
        if (depth < deepest) look(path, depth + 1);
        else leave(path, `more than ${deepest} folders deep`);
      } else if (entry.name === 'result.json') {
        if (entry.isFile()) files.push({ folder: pathOf(folder), file: path });
        else leave(path, 'not a file');
      }
    }
  };
  if (lstatSync(root).isDirectory()) look(root, 0);
  return { files, leftOut };
};
