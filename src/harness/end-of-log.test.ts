import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endOfLog } from './end-of-log.ts';

it('gives the end of what was written, and nothing where nothing was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-log-'));
  const log = openSync(join(folder, 'load.log'), 'a+');
  try {
    expect(endOfLog(log)).toBe('');
    writeSync(log, `${'x'.repeat(5_000)}\nError: the port was gone\n`);
    expect(endOfLog(log)).toMatch(/^; its log ends with:\nx+\nError: the port was gone$/);
    expect(endOfLog(log).length).toBeLessThan(1_600);
  } finally {
    closeSync(log);
    rmSync(folder, { recursive: true });
  }
});
