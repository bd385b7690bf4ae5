import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Reaper } from '../reaper/reaper.ts';
import { watchedFolder } from '../reaper/watched-folder.ts';
import type { Build } from '../scenario/reference.ts';
import { protocolVersion } from '../service/protocol.ts';
import { EnvironmentError, messageOf, TandemError, UsageError } from '../shared/errors.ts';
import { type BuildCache, buildCache, lockHash } from './build-cache.ts';

/** A git reference, built in a worktree of its own until it is disposed. */
export interface ReferenceBuild extends Build, AsyncDisposable {
  readonly commit: string;
}

export interface ReferenceOptions {
  /** A branch, tag or commit. */
  readonly ref: string;
  readonly reaper: Reaper;
  readonly log: (line: string) => void;
  /** Raised by Ctrl-C: the build ends, and nothing of it stays. */
  readonly signal: AbortSignal;
  /** Where builds are kept between runs; the user's own cache without it. */
  readonly cache?: string;
  /** Top of the repository; this program's own unless a test says otherwise. */
  readonly repository?: string;
}

const ownRoot = fileURLToPath(new URL('../..', import.meta.url));
const shownLines = 15;

/** A hook of git sets these for its own repository; in ours they would point elsewhere. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

type Tools = Pick<ReferenceOptions, 'reaper' | 'signal'>;

/** Runs a program to its end. It leads a process group, so that all it started ends with it. */
const run = async (
  { reaper, signal }: Tools,
  folder: string,
  program: string,
  ...args: readonly string[]
): Promise<Ended> => {
  if (signal.aborted) return { code: null, output: 'interrupted' };
  const child: ChildProcess = spawn(program, args, {
    cwd: folder,
    env: cleanEnvironment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  if (pid === undefined) {
    const error = await new Promise<Error>((resolve) => child.once('error', resolve));
    return { code: null, output: error.message };
  }
  reaper.watch(pid);
  const stop = (): void => void process.kill(-pid, 'SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  await once(child, 'close');
  signal.removeEventListener('abort', stop);
  reaper.forget(pid);
  return { code: child.exitCode, output };
};

const runOrThrow = async (
  tools: Tools,
  what: string,
  ...call: readonly [folder: string, program: string, ...args: string[]]
): Promise<string> => {
  const { code, output } = await run(tools, ...call);
  if (code === 0) return output.trim();
  if (tools.signal.aborted) throw new TandemError('interrupted before the first round', 130);
  const tail = output.trimEnd().split('\n').slice(-shownLines).join('\n');
  throw new EnvironmentError(`${what} failed:\n${tail}`);
};

/** The commit that a reference names in the repository that this program is checked out from. */
const commitOf = async (options: ReferenceOptions, repository: string): Promise<string> => {
  const top = await run(options, repository, 'git', 'rev-parse', '--show-toplevel');
  if (top.code !== 0 || realpathSync(top.output.trim()) !== realpathSync(repository)) {
    throw new UsageError(
      `--against-ref builds an earlier state of ${repository}, which is no git checkout; clone the repository and run it from there`,
    );
  }
  const { ref } = options;
  const name = `${ref}^{commit}`;
  const found = await run(
    options,
    repository,
    'git',
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    name,
  );
  if (found.code === 0) return found.output.trim();
  throw new UsageError(
    `--against-ref ${ref}: git knows no such commit; in CI fetch it first (actions/checkout: fetch-depth: 0)`,
  );
};

/** The modules installed here serve where the lock file is the same: installing takes longer than everything else. */
const provideModules = async (options: ReferenceOptions, cache: BuildCache, tree: string): Promise<void> => {
  const hash = lockHash(tree);
  const install = async (folder: string): Promise<void> => {
    options.log(`installing the dependencies of ${options.ref}, whose package-lock.json is another`);
    for (const name of ['package.json', 'package-lock.json', '.npmrc'])
      if (existsSync(join(tree, name))) copyFileSync(join(tree, name), join(folder, name));
    await runOrThrow(
      options,
      `npm ci at ${options.ref}`,
      ...([folder, 'npm', 'ci', '--prefer-offline', '--include=dev', '--no-audit', '--no-fund'] as const),
    );
  };
  const folder = cache.modulesOf(hash) ?? (await cache.install(hash, install));
  symlinkSync(join(folder, 'node_modules'), join(tree, 'node_modules'), 'dir');
};

const protocolOf = z.object({ protocolVersion: z.int() });

/** A build that speaks otherwise with its harness would not start, or leave a ledger that the audit cannot read. */
const assertSameProtocol = async (tree: string, ref: string): Promise<void> => {
  const file = pathToFileURL(join(tree, 'dist', 'service', 'protocol.js'));
  const module: unknown = await import(file.href).catch(() => null);
  const theirs = protocolOf.safeParse(module).data?.protocolVersion;
  if (theirs === protocolVersion) return;
  throw new UsageError(
    `--against-ref ${ref}: its services speak ${theirs === undefined ? 'an earlier protocol without a number' : `protocol ${theirs}`} and this harness protocol ${protocolVersion}, so the two cannot be run side by side; compare with a later commit, or run each build by itself and use \`tandem compare\``,
  );
};

/**
 * Builds a git reference in a worktree under the temp folder, or takes the build of an earlier run. Disposing it takes the worktree away;
 * should this process be killed, the reaper removes the folder and git's record of it.
 */
export const buildReference = async (options: ReferenceOptions): Promise<ReferenceBuild> => {
  const { ref, reaper, log: say, repository = ownRoot } = options;
  const commit = await commitOf(options, repository);
  const label = /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 12) : ref.replace(/[^\w.-]+/g, '-');
  const cache = buildCache(repository, options.cache);
  const cached = cache.find(commit);
  if (cached !== null) {
    say(`${ref} (${commit.slice(0, 12)}) was built before`);
    await assertSameProtocol(cached, ref);
    return { label, root: cached, commit, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const folder = watchedFolder('tandem-ref-', reaper);
  const tree = join(folder, 'tree');
  let record: string | null = null;
  const dispose = async (): Promise<void> => {
    // Also after an interrupt, whose signal would keep git from being started.
    const always = { reaper, signal: new AbortController().signal };
    if (record !== null) await run(always, repository, 'git', 'worktree', 'remove', '--force', tree);
    rmSync(folder, { recursive: true, force: true });
    reaper.forgetFolder(folder);
    if (record !== null) reaper.forgetFolder(record);
  };
  try {
    say(`building ${ref} (${commit.slice(0, 12)})`);
    await runOrThrow(
      options,
      'git worktree add',
      repository,
      'git',
      'worktree',
      'add',
      '--detach',
      tree,
      commit,
    );
    record = await runOrThrow(options, 'git rev-parse', tree, 'git', 'rev-parse', '--absolute-git-dir');
    reaper.watchFolder(record);
    await provideModules(options, cache, tree);
    await runOrThrow(options, `npm run build at ${ref}`, tree, 'npm', 'run', '--silent', 'build');
    await assertSameProtocol(tree, ref);
    try {
      cache.keep(commit, tree);
    } catch (error) {
      say(`the build of ${ref} cannot be kept for the next time: ${messageOf(error)}`);
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { label, root: tree, commit, [Symbol.asyncDispose]: dispose };
};
