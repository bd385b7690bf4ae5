import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const candidates = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];
const executablePath = candidates.find((path) => path !== undefined && existsSync(path));

/** Why the browser tests cannot run here; null where they can. Where CI runs, that is a failure and no reason. */
export const noBrowser: string | null =
  executablePath === undefined ? 'no Chromium at CHROMIUM_PATH or /usr/bin/chromium' : null;

if (noBrowser !== null) {
  if (process.env['CI'] === 'true') throw new Error(`browser tests cannot be skipped in CI: ${noBrowser}`);
  process.stderr.write(`browser tests are skipped: ${noBrowser}\n`);
}

const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

/** A page opened from disk, and everything that it did wrong or asked for. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Requests for anything but the page itself. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console, and uncaught exceptions. */
  readonly complaints: readonly string[];
}

/** A browser with a folder of its own for pages. */
export interface Pages extends AsyncDisposable {
  readonly open: (html: string, options?: BrowserContextOptions) => Promise<OpenPage>;
  /** A page of a server; requests to the same server are its own. */
  readonly visit: (url: string, options?: BrowserContextOptions) => Promise<OpenPage>;
}

const openIn = async (
  browser: Browser,
  address: string,
  isOwn: (url: string) => boolean,
  options: BrowserContextOptions,
): Promise<OpenPage> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!isOwn(request.url())) requests.push(request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, requests, complaints, [Symbol.asyncDispose]: () => context.close() };
};

export const openBrowser = async (): Promise<Pages> => {
  const browser = await chromium.launch({ executablePath: executablePath ?? '', args: quiet });
  const folder = mkdtempSync(join(tmpdir(), 'tandem-pages-'));
  let pages = 0;
  return {
    open: (html, options = {}) => {
      pages += 1;
      const file = join(folder, `${pages}.html`);
      writeFileSync(file, html);
      const address = pathToFileURL(file).href;
      return openIn(browser, address, (url) => url === address, options);
    },
    visit: (url, options = {}) =>
      openIn(browser, url, (asked) => new URL(asked).origin === new URL(url).origin, options),
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
