import { setTimeout as delay } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { Client } from 'undici';
import { z } from 'zod';
import { clip } from '../shared/clip.ts';
import type { ClientNotice } from './recorder.ts';

const reconnectMs = 100;
const mostWrong = 5;
/** Everything serves already when the listener connects; a stream that is not open by then never will be. */
const openWithinMs = 15_000;

/** Something answers, and it is no stream of events: waiting for it to become one would be waiting without end. */
class NoStream extends Error {}

const update = z.object({ requestId: z.string(), notice: z.enum(['ready', 'failed', 'declined']) });

/** What an event carries: one of these, or several in an array; null where it is neither. */
const updatesIn = (data: string): readonly z.infer<typeof update>[] | null => {
  try {
    return z.union([z.array(update), update.transform((one) => [one])]).parse(JSON.parse(data));
  } catch {
    return null;
  }
};

/** A Server-Sent Events stream that comes back after every break and asks for what it missed. */
export interface Listener {
  /** Resolves when the stream is open for the first time; rejects when that takes too long or what answers is no stream. */
  readonly connected: Promise<void>;
  /** What answered instead of a stream of events, in words; each once. */
  readonly wrongAnswers: () => readonly string[];
  readonly dispose: () => Promise<void>;
}

/**
 * Listens to `GET url`; hands on every notice.
 * @param since the last event that is known already; null: only what comes from now on
 */
export const listenTo = (
  url: string,
  noticed: (requestId: string, notice: ClientNotice) => void,
  since: string | null = null,
): Listener => {
  const { origin, pathname } = new URL(url);
  const stop = new AbortController();
  let lastId = since;
  let opened: () => void = () => undefined;
  let refused: (error: Error) => void = () => undefined;
  const connected = new Promise<void>((resolve, reject) => {
    opened = resolve;
    refused = reject;
  });
  connected.catch(() => undefined);
  const wrong = new Set<string>();
  const late = setTimeout(
    () => refused(new Error(`no live updates from ${url} within ${openWithinMs / 1_000} s`)),
    openWithinMs,
  );
  const parser = createParser({
    onEvent: ({ id, data }) => {
      const updates = updatesIn(data);
      if (updates === null) throw new NoStream(`an event that names no request: ${clip(data, 80)}`);
      for (const { requestId, notice } of updates) noticed(requestId, notice);
      if (id !== undefined) lastId = id;
    },
  });

  const read = async (): Promise<void> => {
    // A client of its own: it must never wait for a connection that requests have taken.
    const client = new Client(origin, { headersTimeout: 0, bodyTimeout: 0 });
    try {
      const { statusCode, headers, body } = await client.request({
        method: 'GET',
        path: pathname,
        headers: { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) },
        signal: stop.signal,
      });
      const type = String(headers['content-type'] ?? 'no content type');
      if (statusCode !== 200 || !type.startsWith('text/event-stream')) {
        throw new NoStream(`${statusCode} ${type}`);
      }
      clearTimeout(late);
      opened();
      const text = new TextDecoder();
      for await (const chunk of body)
        if (chunk instanceof Uint8Array) parser.feed(text.decode(chunk, { stream: true }));
    } finally {
      parser.reset();
      client.destroy().catch(() => undefined);
    }
  };

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await read().catch((error: unknown) => {
        // A server that is away for a while is what the stream comes back from.
        if (!(error instanceof NoStream)) return;
        const why = `${url} answered ${error.message} instead of a stream of events`;
        if (wrong.size < mostWrong) wrong.add(why);
        refused(new Error(why));
      });
      await delay(reconnectMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    connected,
    wrongAnswers: () => [...wrong],
    dispose: async () => {
      clearTimeout(late);
      stop.abort();
      await running;
    },
  };
};
