import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderPage } from '../../src/reports/html/page.ts';
import type { RunResult } from '../../src/result/run.ts';
import {
  crashRun,
  fourContestants,
  healthyRun,
  hostileRun,
  longRun,
  nothingCompleted,
} from '../support/sample-results.ts';
import { noBrowser, openBrowser, type Pages } from './chromium.ts';

const crash = crashRun();
const [four, nothing] = [fourContestants(), nothingCompleted()];
const withPage = (result: RunResult) => ({ result, html: renderPage(result) });
const runs = {
  healthy: withPage(healthyRun()),
  crash: withPage(crash),
  four: withPage(four),
  nothing: withPage(nothing),
};

describe.skipIf(noBrowser !== null)('the report page', () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openBrowser();
  });
  afterAll(() => pages[Symbol.asyncDispose]());

  describe.each(Object.entries(runs))('of the %s run', (_label, { result, html }) => {
    test('asks for nothing and complains of nothing', async () => {
      await using opened = await pages.open(html);
      expect(await opened.page.locator('h1').textContent()).toBe(result.scenario.title);
      expect(opened.requests).toEqual([]);
      expect(opened.complaints).toEqual([]);
    });

    test('is complete without scripts', async () => {
      await using opened = await pages.open(html, { javaScriptEnabled: false });
      const { page } = opened;
      for (const section of await page.locator('main > section').all()) {
        expect(await section.isVisible()).toBe(true);
      }
      const figures = await page.locator('figure').all();
      expect(figures.length).toBeGreaterThanOrEqual(7);
      for (const figure of figures) {
        const drawn = await figure.locator('svg[role=img]').count();
        if (drawn === 0) expect(await figure.textContent()).toContain('Nothing to draw: ');
        else expect(await figure.locator('details table tbody tr').count()).toBeGreaterThan(0);
      }
      expect(await page.locator('#quiz').isVisible()).toBe(false);
    });

    test.each([360, 320])('needs no sideways scrolling at %i px', async (width) => {
      await using opened = await pages.open(html, { viewport: { width, height: 640 } });
      expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    });
  });

  test.each([
    ['crash', 'light'],
    ['nothing', 'dark'],
  ] as const)('of the %s run has no serious barrier in %s', async (label, colorScheme) => {
    await using opened = await pages.open(runs[label].html, { colorScheme });
    const { violations } = await new AxeBuilder({ page: opened.page }).analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
    expect(serious).toEqual([]);
  });

  test('every picture carries its finding, and ids are unique', async () => {
    await using opened = await pages.open(runs.crash.html);
    for (const figure of await opened.page.locator('figure:has(svg[role=img])').all()) {
      const title = await figure.locator('svg > title').textContent();
      expect(title).toBe(await figure.locator('h3').textContent());
    }
    const ids = [...runs.crash.html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('arrows, Home and End move a cursor that reads the table', async () => {
    await using opened = await pages.open(runs.crash.html);
    for (const figure of await opened.page.locator('figure:has(svg[role=img])').all()) {
      const area = figure.locator('.drawing .scroll');
      const readout = figure.locator('[role=status]');
      const heading = (row: 'first' | 'last'): Promise<string | null> =>
        figure.locator('details tbody tr')[row]().locator('th').textContent();
      await area.focus();
      await opened.page.keyboard.press('Home');
      const first = await readout.textContent();
      expect(first).toContain(`${await heading('first')}: `);
      await opened.page.keyboard.press('ArrowRight');
      expect(await readout.textContent()).not.toBe(first);
      expect(await figure.locator('svg .cursor rect').count()).toBeGreaterThan(0);
      await opened.page.keyboard.press('ArrowLeft');
      expect(await readout.textContent()).toBe(first);
      await opened.page.keyboard.press('End');
      expect(await readout.textContent()).toContain(`${await heading('last')}: `);
    }
  });

  test('a sentence of the account moves the cursor to its moment', async () => {
    await using opened = await pages.open(runs.crash.html);
    const link = opened.page.locator('#account a[data-at][href="#latency"]').first();
    const at = Number(await link.getAttribute('data-at')) / 1_000;
    await link.click();
    const said = await opened.page.locator('#latency [role=status]').textContent();
    expect(Math.abs(Number(/([-\d.]+) s/.exec(said ?? '')?.[1]) - at)).toBeLessThan(1);
  });

  test('class mode hides the findings, then shows each guess beside what was measured', async () => {
    await using opened = await pages.open(runs.crash.html);
    const { page } = opened;
    await page.locator('#quiz-open').click();
    for (const id of ['expectations', 'comparison', 'charts', 'account']) {
      expect(await page.locator(`#${id}`).isVisible()).toBe(false);
    }
    expect(await page.locator('.verdict').isVisible()).toBe(false);
    await page.locator('input[name=fastest][value=http]').check();
    await page.locator('input[name=lost0]').fill('7');
    await page.locator('input[name=sketch2]').fill('400');
    expect(await page.locator('.measured').first().isVisible()).toBe(false);
    await page.locator('#quiz-form [type=submit]').click();
    const form = await page.locator('#quiz-form').textContent();
    expect(form).toContain('Your guess: http');
    expect(form).toContain('Your guess: http 7, events no guess');
    expect(form).toMatch(/Measured: http never, events [\d.]+ s/);
    expect(await page.locator('.sketch .truth').isVisible()).toBe(true);
    expect(await page.locator('#charts').isVisible()).toBe(true);
    expect(opened.complaints).toEqual([]);
  });

  test('class mode can be there from the start, and be left without a guess', async () => {
    await using opened = await pages.open(renderPage(crash, { quiz: true }));
    expect(await opened.page.locator('#charts').isVisible()).toBe(false);
    await opened.page.locator('#quiz-skip').click();
    expect(await opened.page.locator('#charts').isVisible()).toBe(true);
  });

  test('shows markup in a scenario as text', async () => {
    const hostile = hostileRun();
    await using opened = await pages.open(renderPage(hostile));
    expect(await opened.page.locator('h1').textContent()).toBe(hostile.scenario.title);
    expect(await opened.page.title()).toBe(`${hostile.scenario.title} · Tandem`);
    expect(await opened.page.locator('script').count()).toBe(1);
    expect(await opened.page.locator('img').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  test('stays below 1.5 MB for ten minutes at 500 requests a second', async () => {
    const html = renderPage(longRun());
    expect(Buffer.byteLength(html)).toBeLessThan(1_500_000);
    await using opened = await pages.open(html);
    expect(opened.complaints).toEqual([]);
  });
});
