import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { createChannel, createSession } from 'better-sse';
import { type Answer, type PageServer, servePages } from '../pages/serve.ts';
import { reportPolicy } from '../reports/html/page.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { createFeed, type Feed } from './feed.ts';
import { livePage, livePolicy } from './page.ts';
import { script } from './script.ts';

export interface LiveView extends PageServer {
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
export const serveLive = async (
  scenario: Scenario,
  port: number,
  log: (line: string) => void = () => undefined,
): Promise<LiveView> => {
  const feed = createFeed();
  const visitors = createChannel();
  feed.listen(({ name, data }) => {
    visitors.broadcast(data, name);
  });
  // Nothing is read or rendered while the load runs.
  const files = new Map<string, Answer>([
    ['/', { type: 'text/html', text: livePage(scenario), policy: livePolicy }],
    ['/live.js', { type: 'text/javascript', text: script }],
    ['/echarts.js', { type: 'text/javascript', text: readFileSync(echartsFile(), 'utf8') }],
  ]);
  let collected = 0;
  const server = await servePages({
    port,
    log,
    answer: ({ pathname }) => files.get(pathname) ?? null,
    answered: ({ pathname }) => {
      if (pathname === '/') collected += 1;
    },
    stream: ({ pathname }, request, response) => {
      if (pathname !== '/events') return false;
      createSession(request, response).then(
        (session) => {
          session.push(feed.history(), 'history');
          visitors.register(session);
        },
        () => response.destroy(),
      );
      return true;
    },
  });
  return {
    ...server,
    listener: feed.listener,
    finish: async (report) => {
      files.set('/', { type: 'text/html', text: report, policy: reportPolicy });
      const waiting = visitors.sessionCount;
      collected = 0;
      visitors.broadcast(null, 'finished');
      const until = AbortSignal.timeout(collectMs);
      while (collected < waiting && !until.aborted) await delay(50);
    },
  };
};
