import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHistory } from '../../src/gate/history.ts';
import { serveSite } from '../../src/site/server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'dist/cli.js');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-gate-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tandem = (cli: string, cwd: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [cli, ...args], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      NO_COLOR: '1',
      XDG_CACHE_HOME: join(folder, 'cache'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    },
  });

describe('a gate that cannot be', () => {
  test.each([
    [['gate'], /required option '--against-ref <gitref>' not specified/],
    [['gate', '--against-ref', 'no-such-branch'], /git knows no such commit/],
    [['gate', '--against-ref', 'HEAD', '--within', '5s'], /expected a duration from 30s to 12h/],
    [['gate', '--against-ref', 'HEAD', '--only', 'grpc'], /there is no contestant `grpc`/],
    [
      ['gate', '--against-ref', 'HEAD', '--within', '30s'],
      /--within 30s is too short for http and events: .* give 1\.5m/,
    ],
  ])('%j is refused before anything is built', (args, message) => {
    const { status, stderr } = tandem(program, folder, ...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

// Other tests run beside this one: what it asserts on is far beyond their noise, and rounds are valid on a busy machine.
const scenario = `title: gate
claim: none
contestants: { http: { style: http } }
load: { rate: 20/s, warmUp: 500ms, duration: 4s, drain: 30s, patience: 20s, maxSendLag: 10m, maxOthers: 100% }
`;

test.skipIf(!existsSync(join(root, '.git')))(
  'a branch on which payments takes 60 ms longer is worse, told to the job, the comment and the history',
  async () => {
    const clone = join(folder, 'clone');
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: clone,
        stdio: 'pipe',
      });
    execFileSync('git', ['clone', '--quiet', root, clone]);
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'), 'dir');
    const host = join(clone, 'src/service/host.ts');
    const done = '    return store.perform(call, { startedAt, draw });';
    const before = readFileSync(host, 'utf8');
    expect(before).toContain(done);
    writeFileSync(
      host,
      before.replace(done, `    if (config.role === 'payments') await delay(60);\n${done}`),
    );
    writeFileSync(join(clone, 'case.yaml'), scenario);
    git('commit', '--quiet', '--all', '--message', 'slower');
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: clone, stdio: 'pipe' });
    const gated = tandem(
      join(clone, 'dist/cli.js'),
      clone,
      ...['gate', 'case.yaml', '--against-ref', 'HEAD~1', '--within', '100s', '--out', 'out'],
      ...['--github', '--junit', 'junit.xml'],
    );

    expect(gated.stdout).toMatch(/completed\.p50 .* worse/);
    expect(gated.stdout).toMatch(/Worse: .*completed\.p50 of http/);
    expect(gated.status).toBe(1);
    expect(gated.stderr).toContain('building HEAD~1');
    expect(gated.stderr).toContain('::error title=Tandem gate%3A worse::');
    const out = join(clone, 'out');
    expect(readFileSync(join(out, 'comment.md'), 'utf8')).toContain('### Tandem gate: worse');
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('### Tandem gate: worse');

    expect(readFileSync(join(clone, 'junit.xml'), 'utf8')).toMatch(
      /<testcase classname="case-http\.gate" name="completed\.p50"[^>]*><failure type="gate" message="worse:/,
    );

    const { entries } = readHistory(readFileSync(join(out, 'history.jsonl'), 'utf8'));
    expect(entries).toHaveLength(1);
    expect(entries[0]?.contestants['http']?.map(({ metric }) => metric)).toContain('completed.p50');

    await using site = await serveSite(out, 0);
    const page = async (path: string) => (await fetch(new URL(path, site.url))).text();
    expect(await page('/')).toContain('href="trend"');
    expect(await page('/trend')).toContain('Trend over 1 commit');
  },
);
