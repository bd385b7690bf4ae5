import type { Topology } from '../../style.ts';
import type { EventLogPolicies, MessagePolicies } from './policies.ts';

/** The policies that decide which names there are. */
export type NamingPolicies = Pick<MessagePolicies, 'maxDeliveries'> & EventLogPolicies;

/** Waits before the 2nd, 3rd … delivery of a failed message, ms. The last one repeats when more deliveries are allowed. */
const retryDelaysMs: readonly number[] = [100, 400, 1_600, 4_000];

/** The exchange and the queues of one consuming role. */
export const names = (prefix: string) => ({
  exchange: `${prefix}.events`,
  queue: (role: string) => `${prefix}.${role}`,
  retry: (role: string, delayMs: number) => `${prefix}.${role}.retry-${delayMs}ms`,
  deadLetter: (role: string) => `${prefix}.${role}.dead-letter`,
  log: `${prefix}.log`,
});

/** Delays that can occur with this many deliveries. */
export const delaysIn = (maxDeliveries: number): readonly number[] =>
  retryDelaysMs.slice(0, Math.max(0, maxDeliveries - 1));

/**
 * How long a message waits after its `attempt`-th delivery failed: no shorter than `waitMs` where one of the delays that there are
 * is that long.
 */
export const delayAfter = (attempt: number, maxDeliveries: number, waitMs = 0): number => {
  const delays = delaysIn(maxDeliveries);
  const usual = delays[Math.min(attempt, delays.length) - 1] ?? 0;
  return usual >= waitMs ? usual : (delays.find((delay) => delay >= waitMs) ?? delays.at(-1) ?? usual);
};

/** Every name that a style with these consuming roles uses on the broker. */
export const topologyOf = (roles: readonly string[], prefix: string, policies: NamingPolicies): Topology => {
  const name = names(prefix);
  return {
    exchanges: [name.exchange],
    queues: roles.map(name.queue),
    delayed: roles.flatMap((role) =>
      delaysIn(policies.maxDeliveries).map((delayMs) => name.retry(role, delayMs)),
    ),
    deadLetters: roles.map(name.deadLetter),
    log: policies.eventLog === 'stream' ? name.log : null,
  };
};
