import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { healthyRun } from '../../test/support/sample-results.ts';
import { reports } from '../reports/index.ts';
import type { RunResult } from '../result/run.ts';
import { UsageError } from '../shared/errors.ts';
import { collectRuns } from '../site/collect.ts';
import { runsPage } from '../site/runs-page.ts';
import { readResult } from './read-result.ts';

const sound = healthyRun();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-read-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: string | Uint8Array): string => {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'result.json'), content);
  return join(folder, name);
};
const changed = (changes: object): string => JSON.stringify({ ...sound, ...changes });

test.each([
  ['rounds that are none', changed({ rounds: [{}] }), 'rounds.0.outcomes'],
  ['a number beyond counting', changed({}).replace('"seed":1', '"seed":1e999'), 'seed'],
  ['half a document', changed({}).slice(0, 5_000), 'not a JSON document'],
  ['nothing', '', 'empty'],
  ['UTF-16', Buffer.from(`\ufeff${changed({})}`, 'utf16le'), 'UTF-16'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff]), 'not UTF-8'],
  ['a bottomless list', `{"schema":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'levels deep'],
  ['a round of nobody', changed({ scenario: { ...sound.scenario, contestants: [] } }), 'rounds.0.contestant'],
  ['a round twice', changed({ rounds: [sound.rounds[0], sound.rounds[0]] }), 'stands there twice'],
])('%s: refused by name', (_, content, reason) => {
  const run = put('run', content);
  expect(() => readResult(run)).toThrow(UsageError);
  expect(() => readResult(run)).toThrow(reason);
  expect(() => readResult(run)).toThrow(join(run, 'result.json'));
});

describe('a pass that its rounds do not bear out', () => {
  test.each([
    ['no rounds', { rounds: [] }],
    ['only invalid ones', { rounds: sound.rounds.map((round) => ({ ...round, valid: false })) }],
    ['only partial ones', { rounds: sound.rounds.map((round) => ({ ...round, partial: true })) }],
    ['none of one contestant', { rounds: sound.rounds.filter(({ contestant }) => contestant === 'http') }],
  ])('%s: is none in any format', (_, changes) => {
    const stored: RunResult = { ...sound, ...changes, verdict: 'pass' };
    const text = (name: string): string => reports.get(name)?.render(stored) ?? '';
    expect(text('table')).toContain('verdict invalid');
    expect(text('markdown')).toMatch(/^## .*: invalid$/m);
    expect(text('html')).toContain('<span class="word">invalid</span>');
    expect(text('junit')).toMatch(/<error [^>]*message="(No round|A round is invalid)/);
    expect(text('github')).toContain('::error');
    expect(text('open-metrics')).toContain('verdict="pass"} 0');
    expect(runsPage([{ id: 'a', result: stored }], { canOverlay: true })).toContain('<td class="invalid">');
    expect(readResult(put('run', JSON.stringify(stored))).budgets.map(({ verdict }) => verdict)).toContain(
      'invalid',
    );
  });
});

test('what is damaged, linked or no file is named, and the others are shown', () => {
  put('sound', changed({}));
  put('damaged', changed({ rounds: 7 }));
  const elsewhere = mkdtempSync(join(tmpdir(), 'tandem-elsewhere-'));
  writeFileSync(join(elsewhere, 'result.json'), changed({}));
  symlinkSync(elsewhere, join(folder, 'outside'));
  symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
  symlinkSync(folder, join(folder, 'sound', 'loop'));
  mkdirSync(join(folder, 'linked'));
  symlinkSync(join(elsewhere, 'result.json'), join(folder, 'linked', 'result.json'));
  mkdirSync(join(folder, 'folder', 'result.json'), { recursive: true });
  const runs = collectRuns(folder);
  rmSync(elsewhere, { recursive: true });
  expect(runs.map(({ id }) => id)).toEqual(['sound']);
  expect(runs.leftOut.map(({ path }) => path).toSorted()).toEqual([
    'damaged/result.json',
    'dangling',
    'linked/result.json',
    'outside',
  ]);
  expect(runsPage(runs, { canOverlay: true })).toContain('<code>damaged/result.json</code>: not a readable');
});

test('a file that would take seconds to parse is refused by its size', () => {
  const run = put('huge', '{}');
  truncateSync(join(run, 'result.json'), 33 * 1024 * 1024);
  expect(() => readResult(run)).toThrow(/34603008 bytes; 33554432 are read at most$/);
});
