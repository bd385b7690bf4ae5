import type { Channel } from 'amqplib';
import type { EventLogPolicies, MessagePolicies } from './policies.ts';
import { delaysIn, names } from './topology.ts';

/** Declares the exchange, and for one consuming role its queue, bindings, delay queues and dead-letter queue. */
export const declareRole = async (
  channel: Channel,
  prefix: string,
  role: string,
  routingKeys: readonly string[],
  policies: MessagePolicies & EventLogPolicies,
): Promise<void> => {
  const name = names(prefix);
  const durable = { durable: true };
  const type = policies.queue === 'quorum' ? { 'x-queue-type': 'quorum' } : {};
  const single = policies.singleActiveConsumer ? { 'x-single-active-consumer': true } : {};
  await channel.assertExchange(name.exchange, 'topic', durable);
  if (policies.eventLog === 'stream') {
    await channel.assertQueue(name.log, { ...durable, arguments: { 'x-queue-type': 'stream' } });
    await channel.bindQueue(name.log, name.exchange, '#');
  }
  await channel.assertQueue(name.deadLetter(role), { ...durable, arguments: type });
  for (const delayMs of delaysIn(policies.maxDeliveries)) {
    // A message whose time to live ends moves back to the work queue through the default exchange.
    await channel.assertQueue(name.retry(role, delayMs), {
      ...durable,
      arguments: {
        ...type,
        'x-message-ttl': delayMs,
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': name.queue(role),
      },
    });
  }
  // Last, so that what fails on its first message finds the queues that a failure leads to.
  // What its consumer can neither handle nor park is dead-lettered by the broker itself.
  const rejected = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': name.deadLetter(role) };
  await channel.assertQueue(name.queue(role), {
    ...durable,
    arguments: { ...type, ...single, ...rejected },
  });
  for (const key of routingKeys) await channel.bindQueue(name.queue(role), name.exchange, key);
};
