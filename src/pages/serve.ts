import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EnvironmentError, messageOf } from '../shared/errors.ts';

/** What a page server says to one address. */
export interface Answer {
  readonly type: 'text/html' | 'text/javascript' | 'text/plain';
  readonly text: string;
  /** The whole Content-Security-Policy of a page; without it nothing may load or run. */
  readonly policy?: string;
}

export interface PageServer extends AsyncDisposable {
  readonly url: string;
}

export interface PagesOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** null: there is nothing at this address. What it throws becomes a 500 without a word of it. */
  readonly answer: (address: URL) => Answer | null;
  /** Takes an address over (a stream of events); true when it did. */
  readonly stream?: (address: URL, request: IncomingMessage, response: ServerResponse) => boolean;
  readonly answered?: (address: URL) => void;
  readonly log: (line: string) => void;
}

/** Streams and keep-alive connections of all visitors together; a page needs two or three. */
const mostConnections = 256;

const headers = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  // No other site may frame a page, load it as a script or picture, or keep a handle on its window.
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const send = (response: ServerResponse, status: number, { type, text, policy = nothing }: Answer): void => {
  response.writeHead(status, {
    ...headers,
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy.includes('frame-ancestors')
      ? policy
      : `${policy}; frame-ancestors 'none'`,
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
};

const refuse = (response: ServerResponse, status: number, text: string): void =>
  send(response, status, { type: 'text/plain', text: `${text}\n` });

/**
 * The address of a request, of which only path and query are taken: `//host/` and `http://host/` would otherwise name another
 * server. null for anything that is none, a broken percent-encoding included.
 */
export const addressOf = (target: string | undefined): URL | null => {
  if (target === undefined || !target.startsWith('/')) return null;
  try {
    const address = new URL(`http://localhost${target}`);
    decodeURIComponent(address.pathname);
    return address;
  } catch {
    return null;
  }
};

/** Names under which a browser on this machine reaches a server on the loopback interface. */
const ownHosts = (port: number): ReadonlySet<string> =>
  new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`));

/**
 * Why a request comes from somebody who has no business here; null when it does not. A name that is not ours is what DNS
 * rebinding looks like; an origin that is not ours is another page in the user's browser.
 */
const intruder = (request: IncomingMessage, port: number): string | null => {
  const hosts = ownHosts(port);
  const { host = '', origin } = request.headers;
  // A browser leaves port 80 out.
  const named = port === 80 && !/:\d+$/.test(host) ? `${host}:80` : host;
  if (!hosts.has(named.toLowerCase())) return 'This server answers to 127.0.0.1 and localhost only.';
  if (origin !== undefined && ![...hosts].some((own) => origin.toLowerCase() === `http://${own}`))
    return 'Other pages may not ask here.';
  const site = request.headers['sec-fetch-site'];
  const isVisit = request.headers['sec-fetch-mode'] === 'navigate';
  return site === 'cross-site' && !isVisit ? 'Other pages may not ask here.' : null;
};

/** Serves pages on the loopback interface to the browsers of this machine, and to nobody else. Nothing that a request says ends it. */
export const servePages = async (options: PagesOptions): Promise<PageServer> => {
  const { port: wanted, answer, stream, answered, log } = options;
  let port = wanted;
  const refusalOf = (request: IncomingMessage, address: URL | null): readonly [number, string] | null => {
    const why = intruder(request, port);
    if (why !== null) return [403, why];
    if (request.method !== 'GET' && request.method !== 'HEAD') return [405, 'There is only GET here.'];
    return address === null ? [400, 'This is no address.'] : null;
  };
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const address = addressOf(request.url);
    const refusal = refusalOf(request, address);
    if (address === null || refusal !== null) {
      const [status, text] = refusal ?? [400, 'This is no address.'];
      refuse(response, status, text);
    } else if (!stream?.(address, request, response)) {
      const page = answer(address);
      if (page === null) refuse(response, 404, 'There is nothing here; / shows what there is.');
      else {
        response.once('finish', () => answered?.(address));
        send(response, 200, page);
      }
    }
  };
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000 }, (request, response) => {
    response.on('error', () => undefined);
    try {
      respond(request, response);
    } catch (error) {
      log(`page server: ${messageOf(error)}`);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'This could not be drawn; the terminal says why.');
    }
  });
  server.maxConnections = mostConnections;
  // What is no HTTP at all gets an answer where that is still possible, and its connection ends.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new EnvironmentError(`port ${wanted} cannot be used: ${error.message}; choose another with --port`),
      ),
    );
    server.listen(wanted, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
