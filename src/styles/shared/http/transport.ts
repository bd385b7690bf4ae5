import { Agent as HttpAgent } from 'node:http';
import axios from 'axios';
import { Agent as UndiciAgent, request as undiciRequest } from 'undici';
import { StepFailure } from '../../../workflow/step-failure.ts';

/** One HTTP exchange. Rejects with a `StepFailure` (504 time-out, 503 connection error) when there is no answer. */
export type Transport = (exchange: {
  readonly method: 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** ms; Infinity waits for ever. */
  readonly timeoutMs: number;
}) => Promise<{
  readonly status: number;
  readonly body: unknown;
  /** What its `Retry-After` says, ms; 0 without one. */
  readonly retryAfterMs: number;
}>;

/** The caller's idle sockets live shorter than the server's, so a reuse never meets a closing socket. */
const idleMs = 30_000;

const noAnswer = (error: unknown, timedOut: boolean, url: string): StepFailure =>
  timedOut
    ? new StepFailure(`no answer in time from ${url}`, 504, { cause: error })
    : new StepFailure(`no connection to ${url}`, 503, { cause: error });

/** Seconds, as our services write them. */
const waitIn = (header: unknown): number => {
  const seconds = Number(header);
  return typeof header === 'string' && seconds > 0 ? seconds * 1_000 : 0;
};

/** axios over a keep-alive agent: the common way to call a service from Node. */
const axiosTransport = (): Transport => {
  const httpAgent = new HttpAgent({
    keepAlive: true,
    maxSockets: Number.POSITIVE_INFINITY,
    timeout: idleMs,
    noDelay: true,
  });
  const client = axios.create({ httpAgent, validateStatus: () => true, maxRedirects: 0, proxy: false });
  return async ({ method, url, headers, body, timeoutMs }) => {
    try {
      const response = await client.request<unknown>({
        method,
        url,
        headers,
        data: body,
        timeout: Number.isFinite(timeoutMs) ? Math.max(1, Math.ceil(timeoutMs)) : 0,
      });
      return {
        status: response.status,
        body: response.data,
        retryAfterMs: waitIn(response.headers['retry-after']),
      };
    } catch (error) {
      const code = axios.isAxiosError(error) ? error.code : undefined;
      throw noAnswer(error, code === 'ECONNABORTED' || code === 'ETIMEDOUT', url);
    }
  };
};

/** undici: the same calls with less overhead, so that a client library's cost can be told from a style's. */
const undiciTransport = (): Transport => {
  const dispatcher = new UndiciAgent({
    keepAliveTimeout: idleMs,
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
  });
  return async ({ method, url, headers, body, timeoutMs }) => {
    const signal = Number.isFinite(timeoutMs) ? AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))) : null;
    try {
      const response = await undiciRequest(url, {
        dispatcher,
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal,
      });
      return {
        status: response.statusCode,
        body: await response.body.json(),
        retryAfterMs: waitIn(response.headers['retry-after']),
      };
    } catch (error) {
      throw noAnswer(error, signal?.aborted ?? false, url);
    }
  };
};

export const transports: Readonly<Record<'axios' | 'undici', () => Transport>> = {
  axios: axiosTransport,
  undici: undiciTransport,
};
