import type { RoundResult } from '../result/round.ts';

/** A counter of one hop, or the sum over all hops. */
const sumOf = (counters: RoundResult['counters'], prefix: string, hop: string | null): number =>
  hop === null
    ? Object.entries(counters).reduce(
        (sum, [name, value]) => (name.startsWith(prefix) ? sum + value : sum),
        0,
      )
    : (counters[`${prefix}${hop}`] ?? 0);

/**
 * How often a call to a hop was tried for every time that one was wanted; all hops for null. An open breaker, which fails
 * a call without trying it, brings the ratio below 1.
 */
export const amplificationOf =
  (hop: string | null) =>
  ({ counters }: RoundResult): number | { readonly error: string } => {
    const wanted = sumOf(counters, 'http.requests.', hop);
    if (wanted === 0) return { error: 'no calls between services' };
    return sumOf(counters, 'http.calls.', hop) / wanted;
  };

/** Metrics that the services count themselves, warm-up included. What nothing raised is 0. */
export const counted = {
  deliveries: { counter: 'amqp.deliveries', meaning: 'messages that consumers received' },
  redeliveries: {
    counter: 'amqp.redeliveries',
    meaning: 'deliveries that the broker marked as repeated',
  },
  deadLettered: { counter: 'amqp.deadLettered', meaning: 'messages given up after their last delivery' },
  inDeadLetterQueues: {
    counter: 'amqp.inDeadLetterQueues',
    meaning: 'messages found in dead-letter queues after the drain',
  },
  brokenQueues: {
    counter: 'amqp.brokenQueues',
    meaning: 'queues that the broker could no longer open after the drain',
  },
  partyLimited: {
    counter: 'party.limited',
    meaning: 'requests that a party outside turned away with 429 (parties)',
  },
  partyFailed: {
    counter: 'party.failed',
    meaning: 'tries that a party outside failed with 500 (parties)',
  },
  orderViolations: {
    counter: 'order.violations',
    meaning: 'changes that were decided before the same user’s earlier one (load.sequence)',
  },
  wrongEnds: {
    counter: 'order.wrongEnds',
    meaning:
      'users whose change that came into force last is not the one that they made last (load.sequence)',
  },
  'replay.rows': {
    counter: 'replay.rows',
    meaning: 'requests that a late reader rebuilt from the event log',
  },
  'replay.different': {
    counter: 'replay.different',
    meaning: 'rebuilt requests whose state is not the ledger’s',
  },
  'replay.missing': {
    counter: 'replay.missing',
    meaning: 'requests of the ledger that the event log does not know',
  },
} as const;
