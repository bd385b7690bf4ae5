import { z } from 'zod';
import { onOff, whole } from '../../../shared/fields.ts';
import { definePolicy, type ValuesOf } from '../../policy.ts';

/** What a service that consumes messages reads. */
export const messagePolicies = {
  acks: definePolicy({
    schema: z.enum(['manual', 'auto']).describe('events: when a message counts as handled'),
    default: 'manual',
  }),
  dedup: definePolicy({
    schema: onOff.describe('events: inbox de-duplication in the transaction of the step'),
    default: true,
  }),
  queue: definePolicy({
    schema: z.enum(['classic', 'quorum']).describe('events: type of the queues'),
    default: 'classic',
  }),
  /** null: as many as the service has workers. */
  prefetch: definePolicy<number | null>({
    schema: whole(1, 65_535).describe('events: unacknowledged messages per consumer; default: the workers'),
    default: null,
    nullText: '= workers',
  }),
  maxDeliveries: definePolicy({
    schema: whole(1, 1_000).describe('events: deliveries of a message before it is dead-lettered'),
    default: 5,
  }),
  singleActiveConsumer: definePolicy({
    schema: onOff.describe('events: one consumer at a time per queue, the others stand by'),
    default: false,
  }),
};

/** For styles that leave the way of a message to the scenario. */
export const publishPolicies = {
  publish: definePolicy({
    schema: z
      .enum(['outbox', 'confirm', 'fire-and-forget'])
      .describe('events: how a message leaves a service'),
    default: 'outbox',
  }),
};

/** For styles whose messages tell the whole story to whoever joins later. */
export const eventLogPolicies = {
  eventLog: definePolicy({
    schema: z
      .enum(['none', 'stream'])
      .describe('events: keep all messages in a stream that a later reader replays after the round'),
    default: 'none',
  }),
};

export type MessagePolicies = ValuesOf<typeof messagePolicies>;
export type PublishPolicies = ValuesOf<typeof publishPolicies>;
export type EventLogPolicies = ValuesOf<typeof eventLogPolicies>;
