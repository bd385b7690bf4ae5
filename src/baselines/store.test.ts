import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { healthyRun } from '../../test/support/sample-results.ts';
import { latestRun } from './latest-run.ts';
import { baselineNames, readBaseline, saveBaseline } from './store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-baseline-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sound = healthyRun();

/** A run's folder with a whole result in it. */
const runIn = (path: string, changes: object = {}): string => {
  const run = join(folder, path);
  mkdirSync(run, { recursive: true });
  const result = { ...sound, seed: 7, ...changes };
  writeFileSync(join(run, 'result.json'), JSON.stringify(result));
  return run;
};

test('a run is saved, found by name and by file, and replaced', () => {
  const [run, baselines] = [runIn('run'), join(folder, 'baselines')];
  const saved = saveBaseline('main', run, baselines);
  expect(saved).toEqual({ file: join(baselines, 'main.json'), replaced: false });
  expect(readBaseline('main', baselines).seed).toBe(7);
  expect(readBaseline(saved.file).seed).toBe(7);
  expect(readBaseline(run).seed).toBe(7);
  expect(baselineNames(baselines)).toEqual(['main']);
  expect(saveBaseline('main', run, baselines).replaced).toBe(true);
});

test('a name that does not exist is told with those that do', () => {
  const baselines = join(folder, 'baselines');
  expect(() => readBaseline('mian', baselines)).toThrow('`tandem baseline save NAME` makes one');
  saveBaseline('main', runIn('run'), baselines);
  expect(() => readBaseline('mian', baselines)).toThrow('no such baseline; there is main');
});

test('what budgets cannot rest on is refused', () => {
  const invalid = runIn('invalid', { verdict: 'invalid', reasons: ['Round 1 of events is invalid.'] });
  expect(() => saveBaseline('main', invalid, folder)).toThrow('cannot be a baseline: Round 1 of events is');
  expect(() => saveBaseline('main', runIn('part', { partial: true }), folder)).toThrow('was interrupted');
  expect(() => saveBaseline('../main', runIn('run'), folder)).toThrow('is no name for a baseline');
});

test('the newest run is the one with the latest time in its name', () => {
  runIn('results/baseline/2026-01-02T00-00-00Z');
  const newest = runIn('results/saga/2026-01-03T00-00-00Z');
  mkdirSync(join(folder, 'results/saga/2026-01-04T00-00-00Z'));
  writeFileSync(join(folder, 'results/notes.txt'), 'not a folder');
  expect(latestRun(join(folder, 'results'))).toBe(newest);
  expect(() => latestRun(join(folder, 'nowhere'))).toThrow(
    'no run there; give the folder of one with --from',
  );
});

test('of runs of one second the one with the highest number is the newest', () => {
  const second = '2026-01-02T00-00-00Z';
  for (const stamp of [second, `${second}-10`, `${second}-2`, `${second}-9`])
    runIn(`results/baseline/${stamp}`);
  expect(latestRun(join(folder, 'results'))).toBe(join(folder, 'results/baseline', `${second}-10`));
});

test('a file where results should be is no run, and no stack', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => latestRun(join(folder, 'file'))).toThrow('no run there');
});

test('a baseline without a valid round is refused, whatever verdict stands in it', () => {
  const empty = runIn('empty', { rounds: [] });
  expect(() => saveBaseline('main', empty, folder)).toThrow('No round was measured');
});
