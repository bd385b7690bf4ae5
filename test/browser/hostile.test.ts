import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LiveView, serveLive } from '../../src/live/server.ts';
import { renderPage } from '../../src/reports/html/page.ts';
import { type RunsServer, serveSite } from '../../src/site/server.ts';
import { writeSite } from '../../src/site/write-site.ts';
import { hostileResult, hostileTexts } from '../support/hostile-result.ts';
import { noBrowser, type OpenPage, openBrowser, type Pages } from './chromium.ts';

/** One after the other in the same text, so that each stands behind whatever the others opened; a few texts, so that it stays a text. */
const payload = hostileTexts.join(' ');
const result = hostileResult(payload);

/** Nothing ran, nothing became an element, nothing was asked for or complained of, also not of a script that a policy held back. */
const expectHarmless = async ({ page, requests, complaints }: OpenPage): Promise<void> => {
  expect(await page.evaluate('globalThis.owned')).toBeUndefined();
  expect(await page.locator('.owned, [onerror], [onload], [onfocus], [onmouseover], img').count()).toBe(0);
  expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0);
  expect(requests).toEqual([]);
  expect(complaints).toEqual([]);
};

const scripts = ({ page }: OpenPage): Promise<number> => page.locator('script').count();

describe.skipIf(noBrowser !== null)('a hostile result', () => {
  let pages: Pages;
  let site: RunsServer;
  let folder: string;
  beforeAll(async () => {
    pages = await openBrowser();
    folder = mkdtempSync(join(tmpdir(), 'tandem-hostile-'));
    for (const name of ['one', `two "'><b class=owned>&`.replaceAll('/', '')]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'result.json'), JSON.stringify(result));
    }
    mkdirSync(join(folder, '<img class=owned src=x>'));
    writeFileSync(join(folder, '<img class=owned src=x>', 'result.json'), '{"<b class=owned>": 1}');
    site = await serveSite(folder, 0);
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await pages[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is text on the page of runs, on its own page and side by side', async () => {
    await using opened = await pages.visit(site.url);
    const { page } = opened;
    expect(await page.locator('tbody tr').count()).toBe(2);
    // What was left out is named, and is text as well.
    expect(await page.locator('h2:has-text("Left out") + ul li').textContent()).toContain('<img class=owned');
    expect(await page.locator('tbody th a').first().textContent()).toBe(
      result.scenario.title.replaceAll('\u0000', ''),
    );
    await page.locator('#filter').fill('globalthis.owned');
    expect(await page.locator('tbody tr:visible').count()).toBe(2);
    await expectHarmless(opened);
    for (const link of await page.locator('tbody th a').all()) {
      await using report = await pages.visit(new URL((await link.getAttribute('href')) ?? '', site.url).href);
      expect(await report.page.locator('figure').count()).toBeGreaterThanOrEqual(7);
      expect(await scripts(report)).toBe(1);
      await expectHarmless(report);
    }
    for (const box of await page.locator('tbody input[type=checkbox]').all()) await box.check();
    await page.locator('button').click();
    await page.waitForURL('**/overlay?**');
    expect(await page.locator('#comparison table').count()).toBeGreaterThan(0);
    expect(await scripts(opened)).toBe(1);
    await expectHarmless(opened);
  });

  test('is text in the files of a static site, policies included', async () => {
    const { files } = writeSite(folder, join(folder, 'site'));
    expect(files.length).toBe(3);
    for (const file of files) {
      await using opened = await pages.open(readFileSync(file, 'utf8'));
      expect(await scripts(opened)).toBe(1);
      expect(await opened.page.locator('meta[http-equiv=Content-Security-Policy]').count()).toBe(1);
      await expectHarmless(opened);
    }
  });

  test('is text in class mode and where the account leads to a chart', async () => {
    await using opened = await pages.open(renderPage(result, { quiz: true }));
    const { page } = opened;
    await page.locator('input[name=fastest]').first().check();
    await page.locator('#quiz-form [type=submit]').click();
    await page.locator('#account a[data-at]').first().click();
    await page.locator('figure .scroll').first().press('End');
    await expectHarmless(opened);
  });

  test('says nothing without a policy either: escaping alone must do', async () => {
    const html = renderPage(result).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    await using opened = await pages.open(html);
    await expectHarmless(opened);
  });
});

describe.skipIf(noBrowser !== null)('a hostile run that is followed', () => {
  let pages: Pages;
  let live: LiveView;
  const names = [`http ${payload}`, `events ${payload}`];
  beforeAll(async () => {
    pages = await openBrowser();
    const { title, claim, why, name, source } = result.scenario;
    live = await serveLive(
      { title, claim, why, name, source, contestants: names.map((one) => ({ name: one })) },
      0,
    );
  });
  afterAll(async () => {
    await live[Symbol.asyncDispose]();
    await pages[Symbol.asyncDispose]();
  });

  test('is text while it goes on, for who comes early and late, and as a report', async () => {
    await using early = await pages.visit(live.url);
    for (const [index, contestant] of [...names, ...names].entries())
      live.listener.progress({
        scenario: payload,
        contestant,
        round: 1,
        rounds: 1,
        phase: 'load' as const,
        elapsedMs: index,
        remainingMs: 1_000,
        sent: index,
        accepted: index,
        completed: index,
        failed: 0,
        t: 1_000 * index,
        backlog: index,
        inFlight: index,
        recent: { accepted: null, completed: null },
        faults: [{ type: payload, target: payload, struckAt: 0, liftedAt: null }],
      });
    for (const round of result.rounds) live.listener.roundDone({ ...round, contestant: names[0]! });
    await using late = await pages.visit(live.url);
    for (const visitor of [early, late]) {
      await visitor.page.locator('#state', { hasText: 'under' }).waitFor();
      await visitor.page.locator('#now tbody tr').nth(1).waitFor();
      await visitor.page.locator('#backlog .live svg text').first().waitFor();
      expect(await scripts(visitor)).toBe(2);
      await expectHarmless(visitor);
    }
    await live.finish(renderPage(result));
    for (const visitor of [early, late]) {
      await visitor.page.locator('.verdict').waitFor();
      await expectHarmless(visitor);
    }
  });
});
