import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolders } from './make-folders.ts';

test('a folder that would stand below a file is refused by the name of the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-folders-'));
  try {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => makeFolders(join(file, 'deep', 'deeper'))).toThrow(`${file} is a file and not a folder`);
    expect(() => makeFolders(join(folder, 'deep', 'deeper'))).not.toThrow();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
