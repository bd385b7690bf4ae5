import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const scenario = `title: A run with events
claim: It needs a broker.
contestants: { events: { style: events } }
rounds: 1
load: { rate: 20/s, warmUp: 1s, duration: 2s, drain: 5s }
`;

/** The secret is cut where somebody who parses it would cut it. */
const pieces = /hunt|er22|zweiundvierzig/i;
const addresses = [
  'amqp://user:hunter22zweiundvierzig@127.0.0.1:9',
  'amqp://user:hunter22@zweiundvierzig@127.0.0.1:9',
  'amqps://user:hunter22%40zweiundvierzig@127.0.0.1:9',
  'amqp://user:hunter22/zweiundvierzig@127.0.0.1:9',
  'amqp://user:hunter22?x@zweiundvierzig@127.0.0.1:9',
  'user:hunter22zweiundvierzig@127.0.0.1:9',
  'amqp://hunter22zweiundvierzig@127.0.0.1:9',
  'amqp://127.0.0.1:9/?password=hunter22,zweiundvierzig',
  'amqp://127.0.0.1:9?token=hunter22&heartbeat=5',
];

const textsBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'));

describe('the credentials of AMQP_URL', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-secrets-'));
    writeFileSync(join(folder, 'needs.yaml'), scenario);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const tandem = (address: string, ...words: string[]): Promise<{ code: unknown; said: string }> =>
    new Promise((resolve) => {
      const env = { ...process.env, AMQP_URL: address, GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
      execFile(process.execPath, [program, ...words], { cwd: folder, env }, (error, out, err) =>
        resolve({ code: error?.code ?? 0, said: out + err }),
      );
    });

  test.each(addresses)('are told by no command and in no file: %s', async (address) => {
    const doctor = await tandem(address, 'doctor');
    expect(doctor.said).toContain('AMQP_URL is set to');
    const run = await tandem(
      address,
      ...['run', 'needs.yaml', '--out', 'out', '--github', '--junit', 'junit.xml'],
    );
    expect(run.code).toBe(4);
    expect(run.said).toContain('AMQP_URL is set to');
    expect(existsSync(join(folder, 'junit.xml'))).toBe(true);
    for (const text of [doctor.said, run.said, ...textsBelow(folder)]) expect(text).not.toMatch(pieces);
  });

  test('an error that quotes what somebody wrote cannot move the cursor', async () => {
    const { code, said } = await tandem('', 'run', '\u001b[2J\u001b]0;owned\u0007.yaml');
    expect(code).toBe(2);
    expect(said).toContain('owned');
    expect(said.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
