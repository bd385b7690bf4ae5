import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/bench-analysis.mjs', import.meta.url));

it('the benchmark of the analysis still knows what it measures', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '50000']);
  expect(stdout).toMatch(/^50000 tickets: audit .* s, analysis .* s$/m);
  expect(stdout).toContain('outcomes {"completed":29700,');
});
