import type { Channel, ConsumeMessage } from 'amqplib';
import { nowMs } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../style.ts';
import type { Publisher } from './publisher.ts';
import { delayAfter, names } from './topology.ts';

/** A message as a consumer handles it. */
export interface Delivery {
  readonly body: Buffer;
  readonly requestId: string;
  readonly receivedAt: number;
  /** From 1; grows with every failed handling, not with a redelivery after a lost connection. */
  readonly attempt: number;
}

export interface Handling {
  /** Resolves after the commit; throws to have the message delivered again later. */
  readonly handle: (delivery: Delivery) => Promise<void>;
  /** Called instead of a further delivery; resolves when the failure is durable. */
  readonly giveUp: (delivery: Delivery) => Promise<void>;
}

const attemptOf = (message: ConsumeMessage): number => {
  const value: unknown = message.properties.headers?.['x-attempt'];
  return typeof value === 'number' ? value : 1;
};

/**
 * Consumes the role's queue on a channel. Acknowledges after the commit (at-least-once); a failed message goes through
 * a delay queue, and after `maxDeliveries` to the dead-letter queue. With automatic acks (at-most-once) neither happens.
 */
export const consumeRole = async (
  self: ServiceContext,
  channel: Channel,
  publisher: Publisher,
  prefix: string,
  { handle, giveUp }: Handling,
): Promise<void> => {
  const name = names(prefix);
  const { acks, maxDeliveries, prefetch } = self.policies;
  const automatic = acks === 'auto';
  let open = true;
  channel.on('close', () => {
    open = false;
  });
  const ack = (message: ConsumeMessage): void => {
    // On a dead channel the broker delivers again by itself; the inbox recognises the message.
    if (!automatic && open) channel.ack(message);
  };

  const parkOrRetry = async (message: ConsumeMessage, delivery: Delivery): Promise<void> => {
    const { attempt, body, requestId } = delivery;
    const last = attempt >= maxDeliveries;
    if (last) await giveUp(delivery);
    const routingKey = last ? name.deadLetter(self.role) : name.retry(self.role, delayAfter(attempt));
    self.gauges.count(last ? 'amqp.deadLettered' : 'amqp.retried');
    const messageId = `${String(message.properties.messageId)}#${attempt}`;
    const next = last ? attempt : attempt + 1;
    await publisher.confirmed({ exchange: '', routingKey, messageId, requestId, body, attempt: next });
  };

  const onMessage = async (message: ConsumeMessage): Promise<void> => {
    const requestId = String(message.properties.headers?.['x-request-id'] ?? '');
    const delivery = { body: message.content, requestId, receivedAt: nowMs(), attempt: attemptOf(message) };
    self.gauges.count('amqp.deliveries');
    if (message.fields.redelivered) self.gauges.count('amqp.redeliveries');
    const end = self.gauges.begin();
    try {
      try {
        await handle(delivery);
      } catch (error) {
        if (automatic) throw error;
        await parkOrRetry(message, delivery);
      }
      ack(message);
    } catch (error) {
      self.log(`${self.role}: ${requestId}: ${messageOf(error)}`);
      if (!automatic && open) channel.nack(message, false, true);
    } finally {
      end();
    }
  };

  await channel.prefetch(prefetch ?? self.workers);
  await channel.consume(name.queue(self.role), (message) => void (message && onMessage(message)), {
    noAck: automatic,
  });
};
