import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunsServer, serveSite } from '../../src/site/server.ts';
import { crashRun, healthyRun } from '../support/sample-results.ts';
import { noBrowser, openBrowser, type Pages } from './chromium.ts';

describe.skipIf(noBrowser !== null)('the site of runs', () => {
  let pages: Pages;
  let site: RunsServer;
  let folder: string;
  beforeAll(async () => {
    pages = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'tandem-site-'));
    const [crash, healthy] = [crashRun(), healthyRun()];
    for (const [name, result] of Object.entries({ crash, healthy })) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'result.json'), JSON.stringify(result));
    }
    site = await serveSite(folder, 0);
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await pages[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(['light', 'dark'] as const)('lists and filters runs (%s)', async (colorScheme) => {
    await using opened = await pages.visit(site.url, { colorScheme });
    const { page } = opened;
    const shown = page.locator('tbody tr:visible');
    expect(await shown.count()).toBe(2);
    await page.locator('#filter').fill(crashRun().scenario.title.toLowerCase());
    expect(await shown.count()).toBe(1);
    const axe = await new AxeBuilder({ page }).analyze();
    expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  test('lays two picked runs on the same axes', async () => {
    await using opened = await pages.visit(site.url);
    const { page } = opened;
    for (const box of await page.locator('tbody input[type=checkbox]').all()) await box.check();
    await page.locator('button').click();
    await page.waitForURL('**/overlay?**');
    const heads = await page.locator('#comparison table thead').first().textContent();
    // Two contestants of either run, each named with the run that it is from.
    expect(heads?.match(/http|events/g)?.length).toBe(4);
    expect(await page.locator('#charts figure svg[role=img]').count()).toBeGreaterThanOrEqual(5);
    expect(opened.requests).toEqual([]);
    expect(opened.complaints).toEqual([]);
    // A permalink: the same address shows the same picture.
    await using again = await pages.visit(page.url());
    expect(await again.page.locator('h1').textContent()).toBe(await page.locator('h1').textContent());
  });
});
