import { emptyTickets } from '../load/ticket-columns.ts';
import type { LoadProcess } from './load-process.ts';

/** What is known of a generator that died: nothing. */
export const nothingSent = (idPrefix: string): Awaited<ReturnType<LoadProcess['finish']>> => {
  const none = { p50: 0, p99: 0, max: 0 };
  return {
    tickets: emptyTickets(idPrefix, new Float64Array(0)),
    health: {
      intended: 0,
      sent: 0,
      late: 0,
      sendLag: none,
      eventLoopDelay: none,
      inFlightPeak: 0,
      connectionsPeak: 0,
      cpuSeconds: 0,
      cpuShare: 0,
      priority: null,
    },
    clientCalls: null,
    peakRssBytes: 0,
    deafBecause: [],
  };
};
