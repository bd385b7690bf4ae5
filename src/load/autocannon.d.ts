/** What is used of autocannon 9, which brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Request {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    /** Called before each sending; returns the request to send. */
    readonly setupRequest?: (request: Request) => Request;
    readonly onResponse?: (status: number, body: string) => void;
  }

  /** One connection. Emits `response` (status, bytes, ms), `connError` (error), `timeout`, `done`. */
  interface Client extends EventEmitter {
    /** Requests after which it ends itself, once the last of them is answered; 0 is none. */
    responseMax: number;
    readonly setRequests: (requests: readonly Request[]) => void;
    readonly destroy: () => void;
  }

  interface Options {
    readonly url: string | readonly string[];
    readonly connections: number;
    readonly pipelining: 1;
    /** Seconds. */
    readonly duration: number;
    /** Seconds until a request counts as failed and its connection is replaced, at least 1. */
    readonly timeout: number;
    /** Requests per second over all connections. */
    readonly overallRate?: number;
    /** Ends after so many connection errors and time-outs. */
    readonly bailout?: number;
    readonly requests?: readonly Request[];
    readonly setupClient?: (client: Client) => void;
  }

  interface Result {
    /** ms, whole. */
    readonly latency: {
      readonly p50: number;
      readonly p90: number;
      readonly p97_5: number;
      readonly p99: number;
    };
    readonly requests: { readonly sent: number; readonly total: number };
    readonly errors: number;
    readonly timeouts: number;
  }

  interface Run extends EventEmitter, PromiseLike<Result> {
    readonly stop: () => void;
  }

  export default function autocannon(options: Options): Run;
  export type { Client, Options, Request, Result, Run };
}
