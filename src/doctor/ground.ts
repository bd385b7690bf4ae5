import { lstatSync, mkdtempSync, rmdirSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { messageOf } from '../shared/errors.ts';

export interface FolderFacts {
  readonly path: string;
  readonly freeBytes: number;
  /** Why nothing can be written there; null when it can. */
  readonly trouble: string | null;
}

/** What a run stands on besides its broker: two folders and the files that a process may have open. */
export interface Ground {
  readonly results: FolderFacts;
  readonly temp: FolderFacts;
  /** What one process may have open at once; null where nothing limits it. Connections count as files. */
  readonly openFiles: { readonly limit: number | null; readonly needed: number };
}

/** Whether there is an entry of that name, even one that leads nowhere. */
const isThere = (path: string): boolean => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Below a file, or where one may not look: the folder above will say so.
    return false;
  }
};

/** The path itself or, before its first use, the nearest folder above it that is there. */
const nearest = (path: string): string => {
  const above = dirname(path);
  return isThere(path) || above === path ? path : nearest(above);
};

/** Why no folder can be made in this one; tried rather than asked, for permissions alone do not tell. */
const troubleIn = (folder: string): string | null => {
  try {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) return `${folder} is a link to nothing`;
    if (!stats.isDirectory()) return `${folder} is not a folder`;
    rmdirSync(mkdtempSync(join(folder, '.tandem-')));
    return null;
  } catch (error) {
    return `${folder} is not writable (${messageOf(error)})`;
  }
};

const freeBytesIn = (folder: string): number => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
};

const folderFacts = (path: string): FolderFacts => {
  const folder = nearest(path);
  return { path, freeBytes: freeBytesIn(folder), trouble: troubleIn(folder) };
};

/** Unlike results, the folder for temporary files is nobody's to make. */
const tempFacts = (path: string): FolderFacts => {
  const facts = folderFacts(path);
  return isThere(path) ? facts : { ...facts, trouble: `${path} does not exist` };
};

interface NodeReport {
  readonly userLimits?: { readonly open_files?: { readonly soft?: number | 'unlimited' } };
}

/** Node has raised the soft limit to the hard one by now, and every child inherits it. */
const openFilesLimit = (): number | null => {
  // Otherwise the report asks a name server for the name of every address; Node's types of version 20 lack the switch.
  Object.assign(process.report, { excludeNetwork: true });
  const report: NodeReport = process.report.getReport();
  const limit = report.userLimits?.open_files?.soft;
  return typeof limit === 'number' ? limit : null;
};

/** Looks at the ground of a run with results in `out`; what it makes to try the folders it removes at once. */
export const gatherGround = (out: string, neededFiles: number): Ground => ({
  results: folderFacts(resolve(out)),
  temp: tempFacts(resolve(tmpdir())),
  openFiles: { limit: openFilesLimit(), needed: neededFiles },
});
