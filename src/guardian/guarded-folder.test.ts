import { existsSync, rmSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { guardedFolder } from './guarded-folder.ts';

test('the guardian hears of a folder before it is there', () => {
  const heard: [path: string, isThere: boolean][] = [];
  const path = guardedFolder('tandem-test-', { watchFolder: (one) => heard.push([one, existsSync(one)]) });
  expect(heard).toEqual([[path, false]]);
  expect(statSync(path).isDirectory()).toBe(true);
  expect(statSync(path).mode & 0o077).toBe(0);
  rmSync(path, { recursive: true });
});
