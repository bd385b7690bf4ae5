import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { nowMs } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import { listeningPort } from '../../../shared/listening-port.ts';
import type { Order } from '../../../workflow/order.ts';
import { failureStatusOf, retryAfterOf } from '../../../workflow/step-failure.ts';
import type { Gauges, Served, ServiceContext } from '../../style.ts';

/** An answer on its way back: a status and what happened in one word. */
export interface StepAnswer {
  readonly status: number;
  readonly outcome: 'active' | 'accepted' | 'declined' | 'refused' | 'failed' | 'done';
}

/** A call as every service receives it, front door and inner services alike. */
export interface Incoming {
  readonly order: Order;
  readonly receivedAt: number;
  /** `nowMs()` after which nobody waits for the answer; Infinity when the caller waits for ever. */
  readonly deadlineAt: number;
  /** JSON body as sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Header with the remaining time of the caller in ms: a duration, so that clocks need not agree. */
export const deadlineHeader = 'x-deadline-ms';
export const idempotencyHeader = 'idempotency-key';

const bodyOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? { ...body } : {};

const incomingFrom = (request: Request): Incoming | null => {
  const requestId = request.get(idempotencyHeader);
  const body = bodyOf(request.body);
  const { userId, plan, payload } = body;
  if (!requestId || typeof userId !== 'string' || typeof plan !== 'string') return null;
  const remainingMs = Number(request.get(deadlineHeader) ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(remainingMs)) return null;
  const receivedAt = nowMs();
  const order = { requestId, userId, plan, ...(typeof payload === 'string' ? { payload } : {}) };
  return { order, receivedAt, deadlineAt: receivedAt + remainingMs, body };
};

/** The setting of an app whose callers are told to open another connection elsewhere. */
const draining = 'draining';

const answer = (response: Response, status: number, body: Readonly<Record<string, unknown>>): void => {
  if (response.app.enabled(draining)) response.shouldKeepAlive = false;
  response.status(status).json(body);
};

/** Registers a POST or DELETE route that counts as in flight from its arrival to its answer. */
export const route = (
  app: Express,
  verb: 'post' | 'delete',
  path: string,
  gauges: Gauges,
  handle: (incoming: Incoming) => Promise<StepAnswer>,
): void => {
  app[verb](path, async (request: Request, response: Response) => {
    const incoming = incomingFrom(request);
    if (incoming === null) {
      answer(response, 400, {
        outcome: 'refused',
        error: 'needs an Idempotency-Key header, userId and plan',
      });
      return;
    }
    const end = gauges.begin();
    try {
      const { status, outcome } = await handle(incoming);
      answer(response, status, { outcome });
    } finally {
      end();
    }
  });
};

export const jsonApp = (): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.json({ limit: limits.payloadBytes + 16 * 1_024 }));
  return app;
};

/**
 * The status of an error. A step that failed names its own; so does what the body parser found wrong with a request (400, 413,
 * 415: http-errors); anything else is a defect of ours.
 */
const statusOf = (error: unknown): number => {
  const own = failureStatusOf(error);
  if (own !== null) return own;
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
};

const failed: ErrorRequestHandler = (error: unknown, _request, response: Response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = statusOf(error);
  const outcome = status === 503 || status < 500 ? 'refused' : 'failed';
  const retryAfterMs = retryAfterOf(error);
  if (retryAfterMs > 0) response.set('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  answer(response, status, { outcome, error: messageOf(error) });
};

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', backlog: 4_096 }, () => {
      server.off('error', reject);
      resolve(listeningPort(server));
    });
  });

/** HTTP of a service. `drain` is there: it stops listening and finishes what was asked for. */
export type ServedApp = Served & Required<Pick<Served, 'drain'>>;

/** A caller that has sent nothing for so long on its open connections has nothing on the way either, ms. */
const quietMs = 100;

/** Who asks for Server-Sent Events says so, and is never answered in full. */
const asksForStream = ({ headers }: IncomingMessage): boolean =>
  headers.accept?.includes('text/event-stream') === true;

/**
 * What a graceful end does: from then on nobody connects, every answer tells its caller to open another connection elsewhere, and
 * requests that come on open connections meanwhile are served like all others. Streams of updates never end and are not waited for.
 */
const drainOf = (app: Express, server: Server): (() => Promise<void>) => {
  // Counted, not kept in a set: a set of what lives as short as a request costs each of them a tenth of its processor time.
  let open = 0;
  let lastAt = 0;
  const closed = (): void => {
    open -= 1;
  };
  server.prependListener('request', (request, response) => {
    if (asksForStream(request)) return;
    open += 1;
    lastAt = nowMs();
    if (app.enabled(draining)) response.shouldKeepAlive = false;
    response.on('close', closed);
  });
  return async () => {
    app.enable(draining);
    lastAt = nowMs();
    // Not the close of HTTP servers, which ends idle connections at once: a request may be on its way on one of them.
    NetServer.prototype.close.call(server);
    while (open > 0 || nowMs() - lastAt < quietMs) await delay(quietMs / 4);
  };
};

/** Serves an app on the context's port; ends idle and open connections when disposed. */
export const serveApp = async (app: Express, self: Pick<ServiceContext, 'port'>): Promise<ServedApp> => {
  app.use(failed);
  const server = createServer(app);
  // Longer than any client's agent keeps an idle socket: the server never closes one that is about to be reused.
  server.keepAliveTimeout = 120_000;
  server.headersTimeout = 125_000;
  server.requestTimeout = 0;
  const drain = drainOf(app, server);
  const port = await listening(server, self.port);
  return {
    port,
    drain,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        // An error says that it is closed already.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
