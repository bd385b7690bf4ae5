import { messageOf } from '../shared/errors.ts';
import { type Listener, listenTo } from './live-updates.ts';
import type { ClientNotice } from './recorder.ts';

/** The streams of live updates that a client listens to; which ones may change while it does. */
export interface Streams {
  /**
   * Listens to these and no others; resolves when the new ones are open, or never will be.
   * @param since for the new ones: the last event that is known already; without it, only what comes from now on
   */
  readonly reach: (urls: readonly string[], since?: string) => Promise<void>;
  /** Why some of them could not be listened to; each reason once. */
  readonly deafBecause: () => readonly string[];
  readonly dispose: () => Promise<void>;
}

export const openStreams = (noticed: (requestId: string, notice: ClientNotice) => void): Streams => {
  const listeners = new Map<string, Listener>();
  const deaf = new Set<string>();
  const end = async (listener: Listener): Promise<void> => {
    await listener.dispose();
    for (const why of listener.wrongAnswers()) deaf.add(why);
  };
  return {
    reach: async (urls, since) => {
      const left = [...listeners].filter(([url]) => !urls.includes(url));
      for (const [url] of left) listeners.delete(url);
      const added = urls
        .filter((url) => !listeners.has(url))
        .map((url) => {
          const listener = listenTo(url, noticed, since);
          listeners.set(url, listener);
          return listener;
        });
      const connected = await Promise.allSettled(added.map((listener) => listener.connected));
      for (const one of connected) if (one.status === 'rejected') deaf.add(messageOf(one.reason));
      await Promise.all(left.map(([, listener]) => end(listener)));
    },
    deafBecause: () => [
      ...new Set([...deaf, ...[...listeners.values()].flatMap((listener) => listener.wrongAnswers())]),
    ],
    dispose: async () => {
      await Promise.all([...listeners.values()].map((listener) => end(listener)));
    },
  };
};
