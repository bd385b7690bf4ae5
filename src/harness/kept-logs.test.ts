import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import { keepLogs, withKeptLogs } from './kept-logs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-logs-'));
  mkdirSync(join(folder, 'round'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The message of a service that did not start, as it reads after the logs were kept. */
const readAfterwards = (): string => {
  const round = join(folder, 'round');
  const error = new EnvironmentError(`payments-1 did not start; see ${join(round, 'services.log')}`);
  return messageOf(withKeptLogs(error, round, keepLogs(round, join(folder, 'kept'))));
};

test('a log that was written is named where it is kept', () => {
  writeFileSync(join(folder, 'round', 'services.log'), 'no\n');
  expect(readAfterwards()).toBe(
    `payments-1 did not start; see ${join(folder, 'kept', 'round', 'services.log')}`,
  );
});

test.each([
  ['nobody wrote any', []],
  ['only another was written', ['load.log']],
])('a log that is not there is not named: %s', (_, written) => {
  for (const name of written) writeFileSync(join(folder, 'round', name), 'x\n');
  expect(readAfterwards()).toBe('payments-1 did not start');
});
