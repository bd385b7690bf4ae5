import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { nowMs } from '../shared/clock.ts';
import { onOpenedSocket } from '../shared/opened-sockets.ts';
import type { Gauges } from '../styles/style.ts';
import type { ServiceSample, StateSpan } from './protocol.ts';

export interface SampledGauges extends Gauges {
  readonly sample: () => ServiceSample;
  /** Who knows how many worker slots are taken, and how many calls wait for one. */
  readonly watchSlots: (use: () => NonNullable<ServiceSample['slots']>) => void;
}

/** Counts every TCP socket of this process, in and out, through Node's own diagnostics; transports need not take part. */
const countSockets = (): (() => number) => {
  let open = 0;
  const opened = (socket: Socket): void => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  };
  onOpenedSocket('net.client.socket', opened);
  onOpenedSocket('net.server.socket', opened);
  return () => open;
};

/** Counts the orders that reach this process at the path of the front door, below any style: what arrived is not for a style to say. */
const countArrivals = (path: string): (() => number) => {
  let arrived = 0;
  subscribe('http.server.request.start', (message) => {
    if (typeof message !== 'object' || message === null || !('request' in message)) return;
    const { request } = message;
    if (!(request instanceof IncomingMessage)) return;
    if (request.method === 'POST' && request.url === path) arrived += 1;
  });
  return () => arrived;
};

export const createGauges = (frontDoor: string): SampledGauges => {
  const sockets = countSockets();
  const arrivals = countArrivals(frontDoor);
  const debts: Readonly<Record<'messages' | 'calls', (() => number)[]>> = { messages: [], calls: [] };
  const spans: { name: string; from: number; until: number | null }[] = [];
  const owed = (kind: keyof typeof debts): number => debts[kind].reduce((sum, debt) => sum + debt(), 0);
  const counters: Record<string, number> = {};
  const totals: { readonly name: string; readonly read: () => number }[] = [];
  const allCounters = (): Record<string, number> => {
    const all = { ...counters };
    for (const { name, read } of totals) all[name] = (all[name] ?? 0) + read();
    return all;
  };
  let inFlight = 0;
  let slots: (() => NonNullable<ServiceSample['slots']>) | null = null;
  return {
    watchSlots: (use) => {
      slots = use;
    },
    begin: () => {
      inFlight += 1;
      let open = true;
      return () => {
        if (open) inFlight -= 1;
        open = false;
      };
    },
    owe: (kind, pending) => void debts[kind].push(pending),
    span: (name) => {
      const span: { -readonly [K in keyof StateSpan]: StateSpan[K] } = { name, from: nowMs(), until: null };
      spans.push(span);
      return () => {
        span.until ??= nowMs();
      };
    },
    count: (name, by = 1) => {
      counters[name] = (counters[name] ?? 0) + by;
    },
    total: (name, read) => void totals.push({ name, read }),
    sample: () => {
      const { user, system } = process.cpuUsage();
      return {
        at: nowMs(),
        cpuSeconds: (user + system) / 1e6,
        rssBytes: process.memoryUsage.rss(),
        connections: sockets(),
        inFlight,
        ...(slots === null ? {} : { slots: slots() }),
        owedMessages: owed('messages'),
        owedCalls: owed('calls'),
        spans: spans.map((span) => ({ ...span })),
        arrivals: arrivals(),
        counters: allCounters(),
      };
    },
  };
};
