import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { createChannel, createSession } from 'better-sse';
import { liveScript } from '../pages/bundled.ts';
import { type PageAnswer, type PageServer, servePages } from '../pages/serve.ts';
import { reportPolicy } from '../reports/html/page.ts';
import { createFeed, type Feed } from './feed.ts';
import { type FollowedScenario, livePage, livePolicy } from './page.ts';

export interface LiveView extends PageServer {
  /** Tells the visitors what a run tells. */
  readonly listener: Feed['listener'];
  /** From now on the address shows the report. Resolves when every visitor has it, or after a few seconds. */
  readonly finish: (report: string) => Promise<void>;
}

/** For a page to ask for the report after it was told that there is one, ms. */
const collectMs = 5_000;

/** What a visitor may leave unread before it is let go; the page then connects again and gets everything, bytes. */
const mostUnreadBytes = 8 * 2 ** 20;

// No proxy stands between on this machine, and the timer would outlive a visitor who leaves at once.
const sessionOptions = { keepAlive: null, trustClientEventId: false };

const echartsFile = (): string =>
  createRequire(import.meta.url).resolve('echarts/dist/echarts.common.min.js');

/** Serves a run on the loopback interface while it goes on: Server-Sent Events, and a page that draws them. */
export const serveLive = async (
  scenario: FollowedScenario,
  port: number,
  log: (line: string) => void = () => undefined,
): Promise<LiveView> => {
  const feed = createFeed();
  const visitors = createChannel();
  const streams = new Set<ServerResponse>();
  feed.listen(({ name, data }) => {
    visitors.broadcast(data, name);
    for (const response of streams) if (response.writableLength > mostUnreadBytes) response.destroy();
  });
  // Nothing is read or rendered while the load runs.
  const files = new Map<string, PageAnswer>([
    ['/', { type: 'text/html', text: livePage(scenario), policy: livePolicy }],
    ['/live.js', { type: 'text/javascript', text: liveScript }],
    ['/echarts.js', { type: 'text/javascript', text: readFileSync(echartsFile(), 'utf8') }],
  ]);
  let collected = 0;
  const join = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const session = await createSession(request, response, sessionOptions);
      // The library takes a visitor who has left in the meantime for one who is there.
      if (response.destroyed || response.closed) return;
      streams.add(response);
      response.once('close', () => streams.delete(response));
      session.push(feed.history(), 'history');
      visitors.register(session);
    } catch {
      response.destroy();
    }
  };
  const server = await servePages({
    port,
    log,
    answer: ({ pathname }) => files.get(pathname) ?? null,
    answered: ({ pathname }) => {
      if (pathname === '/') collected += 1;
    },
    stream: { path: '/events', open: (request, response) => void join(request, response) },
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
