import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { nowMs } from '../shared/clock.ts';
import type { Recorder } from './recorder.ts';
import type { GeneratorHealth } from './ticket.ts';

const resolutionMs = 2;
/** A send later than this after its due time counts as late. */
const lateMs = 10;

const countConnections = (): (() => number) => {
  let open = 0;
  let peak = 0;
  subscribe('net.client.socket', (message) => {
    open += 1;
    peak = Math.max(peak, open);
    (message as { socket: Socket }).socket.once('close', () => {
      open -= 1;
    });
  });
  return () => peak;
};

const rank = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0;

const sendLags = ({ tickets: { count, dueAt, sentAt } }: Recorder): Float64Array => {
  const lags = new Float64Array(count);
  let sent = 0;
  for (let index = 0; index < count; index += 1) {
    if (Number.isNaN(sentAt[index]!)) continue;
    lags[sent] = sentAt[index]! - dueAt[index]!;
    sent += 1;
  }
  return lags.subarray(0, sent).sort();
};

/** Watches the generator itself from now on; the returned function sums it up. */
export const watchHealth = (): ((recorder: Recorder) => GeneratorHealth) => {
  const connectionsPeak = countConnections();
  const loop = monitorEventLoopDelay({ resolution: resolutionMs });
  loop.enable();
  const cpuBefore = process.cpuUsage();
  const startedAt = nowMs();
  return (recorder) => {
    loop.disable();
    const { user, system } = process.cpuUsage(cpuBefore);
    const cpuSeconds = (user + system) / 1e6;
    const lags = sendLags(recorder);
    // The monitor reports the time between its own ticks; what exceeds their distance is delay.
    const delayMs = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs);
    return {
      intended: recorder.tickets.count,
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
      cpuSeconds,
      cpuShare: (cpuSeconds * 1_000) / Math.max(1, nowMs() - startedAt),
    };
  };
};
