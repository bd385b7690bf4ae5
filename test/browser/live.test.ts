import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noBrowser, openBrowser, type Pages } from './chromium.ts';

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const scenario = `title: Live <script>alert(1)</script>
claim: A page follows a run.
contestants: { once: { style: http, policies: { retries: 0 } }, again: { style: http } }
rounds: 1
load: { rate: 20/s, warmUp: 1s, duration: 6s, drain: 10s, maxSendLag: 10m, maxOthers: 100% }
faults: [{ at: 1s, for: 4s, latency: payments, add: 50ms }]
`;

describe.skipIf(noBrowser !== null)('the live page', () => {
  let pages: Pages;
  let folder: string;
  beforeAll(async () => {
    pages = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'tandem-live-'));
  });
  afterAll(async () => {
    await pages[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('goes from empty to final during a real run', async () => {
    const file = join(folder, 'live.yaml');
    writeFileSync(file, scenario);
    const run = spawn(process.execPath, [program, 'run', file, '--live', '--out', folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(run, 'exit');
    try {
      let url = '';
      for await (const line of createInterface(run.stderr)) {
        url = /live view: (\S+)/.exec(line)?.[1] ?? '';
        if (url !== '') break;
      }
      run.stderr.resume();
      await using opened = await pages.visit(url);
      const { page } = opened;
      expect(await page.locator('#rounds tbody tr').count()).toBe(0);
      expect(await page.locator('h1').textContent()).toBe('Live <script>alert(1)</script>');
      await page.locator('#state', { hasText: 'once: load, under latency of payments' }).waitFor();
      await page.locator('#latency [aria-label*="once p50"] svg').waitFor();
      const axe = await new AxeBuilder({ page }).analyze();
      expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual(
        [],
      );
      await page.locator('#state', { hasText: 'again: load' }).waitFor();
      // Who comes late sees the round that is over.
      await using late = await pages.visit(url);
      await late.page.locator('#rounds tbody tr', { hasText: 'once' }).waitFor();
      await late.page.locator('#now tbody tr', { hasText: 'once' }).waitFor();
      for (const visitor of [page, late.page]) {
        await visitor.locator('.verdict.pass').waitFor();
        expect(await visitor.locator('figure').count()).toBeGreaterThanOrEqual(7);
      }
      expect([...opened.requests, ...late.requests]).toEqual([]);
      expect([...opened.complaints, ...late.complaints]).toEqual([]);
      expect((await ended)[0]).toBe(0);
    } finally {
      run.kill('SIGINT');
      await ended;
    }
  });
});
