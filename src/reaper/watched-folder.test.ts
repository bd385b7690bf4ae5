import { existsSync, rmSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { watchedFolder } from './watched-folder.ts';

test('the reaper hears of a folder before it is there', () => {
  const heard: [path: string, isThere: boolean][] = [];
  const path = watchedFolder('tandem-test-', { watchFolder: (one) => heard.push([one, existsSync(one)]) });
  expect(heard).toEqual([[path, false]]);
  expect(statSync(path).isDirectory()).toBe(true);
  expect(statSync(path).mode & 0o077).toBe(0);
  rmSync(path, { recursive: true });
});
