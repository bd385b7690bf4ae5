import { z } from 'zod';
import { count, known, number } from './fields.ts';

/** ms. */
const spread = z.object({ p50: number, p99: number, max: number });

export const generator = z.object({
  intended: count,
  sent: count,
  late: count,
  /** sent / intended. */
  achieved: count,
  sendLag: spread,
  eventLoopDelay: spread,
  inFlightPeak: count,
  connectionsPeak: count,
  cpuSeconds: count,
  cpuShare: count,
  /** Scheduling priority of the load process, −20 (first) to 19; null in results that do not say. */
  priority: known.default(null),
});
/** What the load process says of itself. */
export type GeneratorFigures = z.infer<typeof generator>;

export const machine = z.object({
  cores: count,
  /** The processes of the run: services, broker, load, links and the harness. */
  own: count,
  /** Every other process of the machine. */
  others: known,
  /** Other guests of the hypervisor (steal time). */
  stolen: known,
  /** Share of the time in which the CPU quota of our control group held us back. */
  throttled: known,
  /** Share of the time in which at least one task of the machine waited for a processor (pressure stall information). */
  waited: known,
  /** Over the last minute, at the end of the load. */
  loadAverage: count,
});
/** Who had the processors during the measured time, as shares of all cores; null where the system does not say. */
export type MachineFigures = z.infer<typeof machine>;
