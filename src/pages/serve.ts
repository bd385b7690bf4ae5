import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { EnvironmentError, messageOf } from '../shared/errors.ts';
import { listeningPort } from '../shared/listening-port.ts';
import { printable } from '../shared/printable.ts';
import { redact } from '../shared/redact.ts';

/** What a page server says to one address. */
export interface PageAnswer {
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
  readonly answer: (address: URL) => PageAnswer | null;
  /** Streams of events. They are for the pages of this server: a link from elsewhere does not open one. */
  readonly stream?: {
    readonly path: string;
    readonly open: (request: IncomingMessage, response: ServerResponse) => void;
  };
  /** Hears of every page that went out whole. */
  readonly answered?: (address: URL) => void;
  readonly log: (line: string) => void;
}

/** Streams and keep-alive connections of all visitors together; a page needs two or three. */
const mostConnections = 256;
const mostStreams = 32;
/** For the whole of a request to arrive, ms. */
const arrivalMs = 10_000;
/** For somebody who neither reads on nor asks on, ms; a stream may be silent for longer. */
const idleMs = 30_000;

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

const send = (
  response: ServerResponse,
  status: number,
  { type, text, policy = nothing }: PageAnswer,
): void => {
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

/** Whether the browser says that its user or a page of this server asks; what is no browser says nothing. */
const isOwnPage = ({ headers }: IncomingMessage): boolean =>
  ['same-origin', 'none', undefined].includes(headers['sec-fetch-site']);

/** A link or an address that opens as a page of its own, and in no frame. */
const isVisit = ({ headers }: IncomingMessage): boolean =>
  headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';

/**
 * Why a request comes from somebody who has no business here; null when it does not. A name that is not ours is what DNS
 * rebinding looks like; an origin that is not ours is another page in the user's browser, also one of this machine.
 */
const intruder = (request: IncomingMessage, port: number): string | null => {
  const hosts = ownHosts(port);
  const { host = '', origin } = request.headers;
  // A browser leaves port 80 out.
  const named = port === 80 && !/:\d+$/.test(host) ? `${host}:80` : host;
  const isOne = request.headersDistinct['host']?.length === 1;
  if (!isOne || !hosts.has(named.toLowerCase()))
    return 'This server answers to 127.0.0.1 and localhost only.';
  if (origin !== undefined && ![...hosts].some((own) => origin.toLowerCase() === `http://${own}`))
    return 'Other pages may not ask here.';
  return isOwnPage(request) || isVisit(request) ? null : 'Other pages may not ask here.';
};

/** What is no HTTP, comes too slowly or is too long gets an answer where that is still possible, and its connection ends. */
const refuseMalformed = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  const statuses: Readonly<Record<string, string>> = {
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  };
  const status = statuses[error.code ?? ''] ?? '400 Bad Request';
  if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  else socket.destroy();
};

const listen = (server: Server, wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new EnvironmentError(`port ${wanted} cannot be used: ${error.message}; choose another with --port`),
      ),
    );
    server.listen(wanted, '127.0.0.1', () => resolve(listeningPort(server)));
  });

/** Opens streams, as many as there may be. */
const streamsOf = (stream: NonNullable<PagesOptions['stream']>) => {
  let open = 0;
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (!isOwnPage(request)) refuse(response, 403, 'Other pages may not ask here.');
    else if (open >= mostStreams) refuse(response, 503, 'Too many pages listen already.');
    else {
      open += 1;
      response.once('close', () => {
        open -= 1;
      });
      request.socket.setTimeout(0);
      stream.open(request, response);
    }
  };
};

/** Serves pages on the loopback interface to the browsers of this machine, and to nobody else. Nothing that a request says ends it. */
export const servePages = async (options: PagesOptions): Promise<PageServer> => {
  const { answer, stream, answered, log } = options;
  let port = options.port;
  const openStream = stream === undefined ? null : streamsOf(stream);
  const refusalOf = (request: IncomingMessage): readonly [number, string] | null => {
    const why = intruder(request, port);
    if (why !== null) return [403, why];
    if (request.method !== 'GET' && request.method !== 'HEAD') return [405, 'There is only GET here.'];
    return addressOf(request.url) === null ? [400, 'This is no address.'] : null;
  };
  const showPage = (address: URL, response: ServerResponse): void => {
    const page = answer(address);
    if (page === null) refuse(response, 404, 'There is nothing here; / shows what there is.');
    else {
      if (response.req.method === 'GET') response.once('finish', () => answered?.(address));
      send(response, 200, page);
    }
  };
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const address = addressOf(request.url);
    const refusal = refusalOf(request);
    if (address === null || refusal !== null) refuse(response, ...(refusal ?? [400, '']));
    else if (openStream !== null && request.method === 'GET' && address.pathname === stream?.path)
      openStream(request, response);
    else showPage(address, response);
  };
  const tell = (error: unknown): void =>
    log(printable(redact(`page server: ${messageOf(error)}`)).slice(0, 300));
  const limits = { maxHeaderSize: 16_384, requestTimeout: arrivalMs, connectionsCheckingInterval: 2_000 };
  const server = createServer(limits, (request, response) => {
    response.on('error', () => undefined);
    try {
      respond(request, response);
    } catch (error) {
      tell(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'This could not be drawn; the terminal says why.');
    }
  });
  server.maxConnections = mostConnections;
  server.timeout = idleMs;
  server.on('clientError', refuseMalformed);
  port = await listen(server, options.port);
  // Whatever cannot be accepted later (no file descriptor is left, say) is that visitor's loss and no end of a run.
  server.on('error', tell);
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
