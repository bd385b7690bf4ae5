import { getPriority } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { nowMs } from '../shared/clock.ts';
import { onOpenedSocket } from '../shared/opened-sockets.ts';
import type { Recorder } from './recorder.ts';
import type { GeneratorHealth, Tickets } from './ticket.ts';

const resolutionMs = 2;
/** A send later than this after its due time counts as late. */
const lateMs = 10;

const countConnections = (): (() => number) => {
  let open = 0;
  let peak = 0;
  onOpenedSocket('net.client.socket', (socket) => {
    open += 1;
    peak = Math.max(peak, open);
    socket.once('close', () => {
      open -= 1;
    });
  });
  return () => peak;
};

const rank = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0;

const sendLags = ({ count, dueAt, sentAt }: Tickets): Float64Array => {
  const lags = new Float64Array(count);
  let sent = 0;
  for (let index = 0; index < count; index += 1) {
    if (Number.isNaN(sentAt[index]!)) continue;
    lags[sent] = sentAt[index]! - dueAt[index]!;
    sent += 1;
  }
  return lags.subarray(0, sent).sort();
};

export interface HealthWatch {
  /** All is sent: what the process does from now on, waiting for the drain, says nothing about the load. */
  readonly loadEnded: () => void;
  readonly sumUp: (recorder: Recorder) => GeneratorHealth;
}

/** Watches the generator itself from now on. */
export const watchHealth = (): HealthWatch => {
  const connectionsPeak = countConnections();
  const loop = monitorEventLoopDelay({ resolution: resolutionMs });
  loop.enable();
  const cpuBefore = process.cpuUsage();
  const startedAt = nowMs();
  let cpu: { readonly seconds: number; readonly share: number } | null = null;
  const loadEnded = (): void => {
    if (cpu !== null) return;
    loop.disable();
    const { user, system } = process.cpuUsage(cpuBefore);
    const seconds = (user + system) / 1e6;
    cpu = { seconds, share: (seconds * 1_000) / Math.max(1, nowMs() - startedAt) };
  };
  // The monitor reports the time between its own ticks; what exceeds their distance is delay.
  const delayMs = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  return {
    loadEnded,
    sumUp: (recorder) => {
      loadEnded();
      const tickets = recorder.tickets();
      const lags = sendLags(tickets);
      return {
        intended: tickets.count,
        sent: lags.length,
        late: lags.filter((lag) => lag > lateMs).length,
        sendLag: { p50: rank(lags, 0.5), p99: rank(lags, 0.99), max: lags.at(-1) ?? 0 },
        eventLoopDelay: {
          p50: delayMs(loop.percentile(50)),
          p99: delayMs(loop.percentile(99)),
          max: delayMs(loop.max),
        },
        inFlightPeak: recorder.inFlightPeak(),
        connectionsPeak: connectionsPeak(),
        cpuSeconds: cpu?.seconds ?? 0,
        cpuShare: cpu?.share ?? 0,
        priority: getPriority(),
      };
    },
  };
};
