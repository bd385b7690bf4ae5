import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-surroundings-'));
  writeFileSync(
    join(folder, 'case.yaml'),
    'title: A case\nclaim: It never begins.\nrounds: 1\ncontestants: { events: { style: events } }\nload: { rate: 50/s, warmUp: 0s, duration: 20s, patience: 10s }\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program to its end, which it must find by itself; `limits` are shell commands before it, such as `ulimit`. */
const tandem = async (
  words: readonly string[],
  { env = {}, limits = ':' }: { readonly env?: Record<string, string>; readonly limits?: string } = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> => {
  const child = spawn('sh', ['-c', `${limits}; exec "$@"`, 'sh', process.execPath, cli, ...words], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
};

describe('ground that does not bear a run exits 4 with what doctor says, before a broker is started', () => {
  const refused = async (
    words: readonly string[],
    options: Parameters<typeof tandem>[1],
    sentence: RegExp,
    remedy: string,
  ): Promise<void> => {
    const { code, stderr } = await tandem(['run', 'case.yaml', ...words], options);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain(`- ${remedy}`);
    expect(stderr).not.toMatch(/starting|using the broker/);
    expect(code).toBe(4);
  };

  test('a TMPDIR that is not there', async () => {
    const env = { TMPDIR: join(folder, 'gone') };
    await refused([], { env }, /^FAIL {2}temporary folder {2}.*gone does not exist$/m, 'set TMPDIR');
    const { code, stdout } = await tandem(['doctor'], { env });
    expect(code).toBe(4);
    expect(stdout).toMatch(/^FAIL {2}temporary folder .*gone does not exist$/m);
  });

  test('a TMPDIR that is a file', () => {
    const env = { TMPDIR: join(folder, 'case.yaml') };
    return refused([], { env }, /^FAIL {2}temporary folder {2}.*case\.yaml is not a folder$/m, 'set TMPDIR');
  });

  test.each([
    ['below a file', 'case.yaml/out', /case\.yaml is not a folder/],
    ['below a device', '/dev/null/x', /\/dev\/null is not a folder/],
    ['through a link to nothing', 'dangling/out', /dangling is a link to nothing/],
    ['that is a link to nothing', 'dangling', /dangling is a link to nothing/],
    ['through a loop of links', 'loop/out', /loop is not writable \(ELOOP/],
    ['where no folder can be made', '/proc/nowhere/deep', /\/proc is not writable/],
  ])('an --out %s', async (_name, out, sentence) => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    symlinkSync('loop', join(folder, 'loop'));
    await refused(['--out', out], {}, sentence, 'choose another with --out DIR');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  test('too few open files for the connections of the scenario', () =>
    refused(
      [],
      { limits: 'ulimit -n 300' },
      /^FAIL {2}open files {2}300 per process \(needs 756\)$/m,
      'raise the limit: ulimit -n 756',
    ));

  test('and every command that starts a broker', async () => {
    for (const command of ['saturate', 'capacity', 'calibrate']) {
      const { code, stderr } = await tandem([command, 'case.yaml'], {
        env: { TMPDIR: join(folder, 'gone') },
      });
      expect(stderr).toContain('gone does not exist');
      expect(code).toBe(4);
    }
  });

  test('nothing is left of having tried', async () => {
    mkdirSync(join(folder, 'temp'));
    await tandem(['run', 'case.yaml', '--out', '/dev/null/x'], { env: { TMPDIR: join(folder, 'temp') } });
    expect(readdirSync(join(folder, 'temp'))).toEqual([]);
    expect(readdirSync(folder).toSorted()).toEqual(['case.yaml', 'temp']);
  });
});

describe('what cannot be decided is said before the run', () => {
  const write = (budget: string): void =>
    writeFileSync(
      join(folder, 'open.yaml'),
      `title: A case\nclaim: It never begins.\ncontestants: { http: { style: http } }\nload: { rate: 10/s, duration: 2s }\nfaults: [{ at: 0s, for: 1s, latency: payments, add: 1ms }]\nbudgets:\n  - ${budget}\n`,
    );

  test.each([
    ['completed.p99 < 1s', /p99 needs 1000 requests, and the load gives about 20/],
    ['lost before == 0', /nothing of the load is `before` the faults/],
  ])('%s exits 2 at its place, in plan and run alike', async (budget, why) => {
    write(budget);
    for (const words of [
      ['plan', 'open.yaml'],
      ['run', 'open.yaml'],
    ]) {
      const { code, stderr } = await tandem(words);
      expect(stderr).toMatch(/^open\.yaml:7:5: the budget can never be decided: /m);
      expect(stderr).toMatch(why);
      expect(code).toBe(2);
    }
    expect(existsSync(join(folder, 'results'))).toBe(false);
  });

  test('a baseline that nobody gave: plan tells, run exits 2', async () => {
    write('lost <= baseline');
    const planned = await tandem(['plan', 'open.yaml']);
    expect(planned.stderr).toContain('names a baseline: run it with --baseline NAME or --against-ref REF');
    expect(planned.code).toBe(0);
    const run = await tandem(['run', 'open.yaml']);
    expect(run.stderr).toContain('names a baseline');
    expect(run.code).toBe(2);
  });
});

describe('a job is told why, whatever the exit code', () => {
  const fails = async (
    words: readonly string[],
    env: Record<string, string> = {},
  ): Promise<{ code: number | null; said: string; summary: string; junit: string }> => {
    const [summary, junit] = [join(folder, 'summary.md'), join(folder, 'out/junit.xml')];
    const { code, stdout, stderr } = await tandem(['run', ...words, '--github', '--junit', 'out/junit.xml'], {
      env: { ...env, GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: join(folder, '..') },
    });
    return {
      code,
      said: `${stdout}${stderr}`,
      summary: readFileSync(summary, 'utf8'),
      junit: readFileSync(junit, 'utf8'),
    };
  };
  const here = (): string => basename(folder);

  test('2: a scenario that is wrong, at its lines', async () => {
    writeFileSync(
      join(folder, 'wrong.yaml'),
      'title: T\nclaim: C\nload: { rate: 20/s }\nbudgets:\n  - losst == 0\n  - failled == 0\n',
    );
    const { code, said, summary, junit } = await fails(['wrong.yaml']);
    expect(code).toBe(2);
    expect(said).toMatch(
      new RegExp(`^::error file=${here()}/wrong.yaml,line=5,col=5,title=[^:]*::unknown metric`, 'm'),
    );
    expect(said).toMatch(
      new RegExp(`^::error file=${here()}/wrong.yaml,line=6,col=5,title=[^:]*::unknown metric`, 'm'),
    );
    expect(summary).toContain('wrong.yaml:5:5');
    expect(junit).toMatch(/errors="2".*\n.*\n.*file="wrong.yaml" line="5" time="0.000"><error type="usage"/);
  });

  test('2: a command line that is wrong', async () => {
    const { code, said, summary, junit } = await fails(['case.yaml', '--roundz', '3']);
    expect(code).toBe(2);
    expect(said).toMatch(/^::error title=[^:]*::error: unknown option '--roundz'/m);
    expect(summary).toContain('--roundz');
    expect(junit).toContain('<error type="usage"');
  });

  test('2: a file that is not there', async () => {
    const { code, said, junit } = await fails(['nope.yaml']);
    expect(code).toBe(2);
    expect(said).toMatch(/^::error .*nope\.yaml/m);
    expect(junit).toContain('<error type="usage"');
  });

  test('3: a measurement that is unsound', async () => {
    writeFileSync(
      join(folder, 'starved.yaml'),
      'title: T\nclaim: C\nrounds: 1\ncontestants: { http: { style: http } }\nload: { rate: 20000/s, warmUp: 0s, duration: 300ms, patience: 1s, drain: 1s }\n',
    );
    const { code, said, summary, junit } = await fails(['starved.yaml']);
    expect(code).toBe(3);
    expect(said).toMatch(
      /^::error file=.*starved.yaml,line=1,col=1,title=Run%3A invalid|^::error file=.*title=Run: invalid/m,
    );
    expect(summary).toContain('invalid');
    expect(junit).toMatch(/<error type="invalid" message="Round 1 of http/);
  });

  test('4: ground that does not bear a run', async () => {
    const { code, said, summary, junit } = await fails(['case.yaml'], { TMPDIR: join(folder, 'gone') });
    expect(code).toBe(4);
    expect(said).toMatch(/^::error title=[^:]*::FAIL {2}temporary folder/m);
    expect(summary).toContain('gone does not exist');
    expect(junit).toContain('<error type="environment"');
  });
});
