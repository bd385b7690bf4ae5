import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { healthyRun } from '../../test/support/sample-results.ts';
import { EnvironmentError, UsageError } from '../shared/errors.ts';
import { assertFolder } from './existing-folder.ts';
import { openResultFolder } from './result-folder.ts';

test('runs of one second get a folder each', () => {
  const out = mkdtempSync(join(tmpdir(), 'tandem-folder-'));
  const at = new Date('2026-01-02T03:04:05.678Z');
  const paths = [1, 2, 3].map(() => openResultFolder(out, 'case', at).path);
  const first = join(out, 'case', '2026-01-02T03-04-05Z');
  expect(paths).toEqual([first, `${first}-2`, `${first}-3`]);
  rmSync(out, { recursive: true });
});

test.runIf(existsSync('/proc/self'))('a file system that makes no folders is told at once', () => {
  expect(() => openResultFolder('/proc/nowhere/deep', 'case', new Date())).toThrow(EnvironmentError);
});

test('a folder that is not there is named', () => {
  expect(() => assertFolder('nope', 'give another')).toThrow(
    new UsageError('nope: no such folder; give another'),
  );
});

test.runIf(existsSync('/dev/full'))(
  'a full disk is told with the file and what to do, and leaves no draft',
  () => {
    const out = mkdtempSync(join(tmpdir(), 'tandem-folder-'));
    const folder = openResultFolder(out, 'case', new Date());
    symlinkSync('/dev/full', join(folder.path, 'result.json.part'));
    const save = (): void => folder.save(healthyRun());
    expect(save).toThrow(EnvironmentError);
    expect(readdirSync(folder.path)).not.toContain('result.json.part');
    symlinkSync('/dev/full', join(folder.path, 'result.json.part'));
    expect(save).toThrow(/result\.json: cannot be written: ENOSPC.*--out DIR/);
    rmSync(out, { recursive: true });
  },
);
