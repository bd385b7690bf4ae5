import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where builds of other commits and their modules are kept between runs; a CI job may carry it from one to the next. */
const cacheFolder = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'tandem');

/** Of each kind; the least recently used go. */
const mostKept = 6;

/** Nobody runs these. */
const notNeeded = new Set(['.git', 'node_modules', 'results', 'docs', 'test', 'src', 'examples']);

/** The hash of a lock file, by which installed modules are told apart; '' where there is none. */
export const lockHash = (folder: string): string => {
  const file = join(folder, 'package-lock.json');
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16) : '';
};

const touch = (path: string): void => utimesSync(path, new Date(), new Date());

/** What is moved into place is whole; where somebody else was faster, theirs is as good. */
const moveIn = (draft: string, place: string): void => {
  try {
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
};

const prune = (folder: string): void => {
  const entries = readdirSync(folder)
    .map((name) => ({ name, at: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.at - a.at);
  for (const { name } of entries.slice(mostKept))
    rmSync(join(folder, name), { recursive: true, force: true });
};

const pointTo = (link: string, target: string): void => {
  try {
    if (readlinkSync(link) === target) return;
  } catch {
    // There is no link yet.
  }
  rmSync(link, { recursive: true, force: true });
  symlinkSync(target, link, 'dir');
};

/** Builds by commit, and installed modules by the hash of their lock file. */
export interface BuildCache {
  /** Folder of the build of a commit whose modules are there too; null where either is missing. */
  readonly find: (commit: string) => string | null;
  /** Keeps the build in a folder. */
  readonly keep: (commit: string, tree: string) => void;
  /** Folder whose `node_modules` belong to a lock file; null where they were not installed yet. */
  readonly modulesOf: (hash: string) => string | null;
  /** Keeps the modules that `install` installs in the folder that it is given; gives that folder as it is kept. */
  readonly install: (hash: string, install: (folder: string) => Promise<void>) => Promise<string>;
}

/** @param own the repository whose modules serve where its lock file is the same */
export const buildCache = (own: string, folder = cacheFolder()): BuildCache => {
  const [builds, modules] = [join(folder, 'builds'), join(folder, 'modules')];
  const modulesOf = (hash: string): string | null => {
    if (hash === lockHash(own) && existsSync(join(own, 'node_modules'))) return own;
    const kept = join(modules, hash);
    if (!existsSync(join(kept, 'node_modules'))) return null;
    touch(kept);
    return kept;
  };
  return {
    modulesOf,
    find: (commit) => {
      const kept = join(builds, commit);
      const from = existsSync(join(kept, 'dist')) ? modulesOf(lockHash(kept)) : null;
      if (from === null) return null;
      pointTo(join(kept, 'node_modules'), join(from, 'node_modules'));
      touch(kept);
      return kept;
    },
    keep: (commit, tree) => {
      mkdirSync(builds, { recursive: true });
      const draft = join(builds, `${commit}.${process.pid}.part`);
      for (const name of readdirSync(tree))
        if (!notNeeded.has(name)) cpSync(join(tree, name), join(draft, name), { recursive: true });
      moveIn(draft, join(builds, commit));
      prune(builds);
    },
    install: async (hash, install) => {
      mkdirSync(modules, { recursive: true });
      const draft = join(modules, `${hash}.${process.pid}.part`);
      mkdirSync(draft);
      try {
        await install(draft);
        // A lock file without dependencies installs none.
        mkdirSync(join(draft, 'node_modules'), { recursive: true });
      } catch (error) {
        rmSync(draft, { recursive: true, force: true });
        throw error;
      }
      moveIn(draft, join(modules, hash));
      prune(modules);
      return join(modules, hash);
    },
  };
};
