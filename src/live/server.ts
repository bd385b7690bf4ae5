import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createChannel, createSession } from 'better-sse';
import type { Scenario } from '../scenario/scenario.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { createFeed, type Feed } from './feed.ts';
import { livePage } from './page.ts';
import { script } from './script.ts';

export interface LiveView extends AsyncDisposable {
  readonly url: string;
  /** Tells the visitors what a run tells. */
  readonly listener: Feed['listener'];
  /** From now on the address shows the report. Resolves when every visitor has it, or after a few seconds. */
  readonly finish: (report: string) => Promise<void>;
}

/** For a page to ask for the report after it was told that there is one, ms. */
const collectMs = 5_000;

const echartsFile = (): string =>
  createRequire(import.meta.url).resolve('echarts/dist/echarts.common.min.js');

/** Serves a run on the loopback interface while it goes on: Server-Sent Events, and a page that draws them. */
export const serveLive = async (scenario: Scenario, port: number): Promise<LiveView> => {
  const feed = createFeed();
  const visitors = createChannel();
  feed.listen(({ name, data }) => {
    visitors.broadcast(data, name);
  });
  // Nothing is read or rendered while the load runs.
  const files = new Map([
    ['/', { type: 'text/html', text: livePage(scenario) }],
    ['/live.js', { type: 'text/javascript', text: script }],
    ['/echarts.js', { type: 'text/javascript', text: readFileSync(echartsFile(), 'utf8') }],
  ]);
  let collected = 0;
  const send = (response: ServerResponse, status: number, type: string, text: string): void => {
    const headers = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
    response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(text);
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/events') {
      createSession(request, response).then(
        (session) => {
          session.push(feed.history(), 'history');
          visitors.register(session);
        },
        () => response.destroy(),
      );
      return;
    }
    const file = files.get(pathname);
    if (file === undefined) send(response, 404, 'text/plain', 'There is only /');
    else {
      if (pathname === '/') response.once('finish', () => (collected += 1));
      send(response, 200, file.type, file.text);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new EnvironmentError(`port ${port} cannot be used: ${error.message}; choose another with --port`),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    listener: feed.listener,
    finish: async (report) => {
      files.set('/', { type: 'text/html', text: report });
      const waiting = visitors.sessionCount;
      collected = 0;
      visitors.broadcast(null, 'finished');
      const until = AbortSignal.timeout(collectMs);
      while (collected < waiting && !until.aborted) await delay(50);
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
