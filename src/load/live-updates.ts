import { setTimeout as delay } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { Client } from 'undici';
import type { NoticeKind } from './recorder.ts';

const reconnectMs = 100;

/** What an event carries: one of these, or several in an array. */
interface Told {
  readonly requestId: string;
  readonly notice: NoticeKind;
}

/** A Server-Sent Events stream that comes back after every break and asks for what it missed. */
export interface Listener {
  /** Resolves when the stream is open for the first time. */
  readonly connected: Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** Listens to `GET url`; hands on every notice. */
export const listenTo = (url: string, noticed: (requestId: string, notice: NoticeKind) => void): Listener => {
  const { origin, pathname } = new URL(url);
  const stop = new AbortController();
  let lastId: string | null = null;
  let opened: () => void = () => undefined;
  const connected = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const parser = createParser({
    onEvent: ({ id, data }) => {
      if (id !== undefined) lastId = id;
      const told = JSON.parse(data) as Told | readonly Told[];
      for (const { requestId, notice } of Array.isArray(told) ? (told as readonly Told[]) : [told as Told]) {
        noticed(requestId, notice);
      }
    },
  });

  const read = async (): Promise<void> => {
    // A client of its own: it must never wait for a connection that requests have taken.
    const client = new Client(origin, { headersTimeout: 0, bodyTimeout: 0 });
    try {
      const { body } = await client.request({
        method: 'GET',
        path: pathname,
        headers: { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) },
        signal: stop.signal,
      });
      opened();
      const text = new TextDecoder();
      for await (const chunk of body) parser.feed(text.decode(chunk as Uint8Array, { stream: true }));
    } finally {
      parser.reset();
      client.destroy().catch(() => undefined);
    }
  };

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await read().catch(() => undefined);
      await delay(reconnectMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    connected,
    dispose: async () => {
      stop.abort();
      await running;
    },
  };
};
