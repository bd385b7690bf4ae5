import type { Channel, ConsumeMessage } from 'amqplib';
import { nowMs } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/errors.ts';
import { retryAfterOf } from '../../../workflow/step-failure.ts';
import type { ServiceContext } from '../../style.ts';
import type { Delivery } from './delivery.ts';
import { parkingFor } from './parking.ts';
import type { MessagePolicies } from './policies.ts';
import type { Publisher } from './publisher.ts';
import { names } from './topology.ts';
import { UnreadableMessage } from './unreadable-message.ts';

export interface Handling {
  /**
   * Resolves after the commit; throws to have the message delivered again later, or an `UnreadableMessage` where that would
   * change nothing.
   */
  readonly handle: (delivery: Delivery) => Promise<void>;
  /** Called instead of a further delivery; resolves when the failure is durable. */
  readonly giveUp: (delivery: Delivery) => Promise<void>;
}

/** A consumer of a queue. */
export interface Consumer {
  /** Takes no further deliveries; resolves when those in hand are handled and acknowledged, as far as the channel still stands. */
  readonly finish: () => Promise<void>;
}

/** Headers may come from anybody: what is no count of deliveries so far counts as none. */
const attemptOf = (message: ConsumeMessage): number => {
  const value: unknown = message.properties.headers?.['x-attempt'];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : 1;
};

const requestIdOf = (message: ConsumeMessage): string => {
  const value: unknown = message.properties.headers?.['x-request-id'];
  return typeof value === 'string' ? value : '';
};

/**
 * Consumes the role's queue on a channel. Acknowledges after the commit (at-least-once). A failed message goes through a delay
 * queue, after `maxDeliveries` to the dead-letter queue; one that nobody can read goes there at once. No message is put back
 * into the queue it came from, where it would be delivered again at once and for ever. With automatic acks (at-most-once)
 * whatever fails is gone.
 */
export const consumeRole = async (
  self: ServiceContext<MessagePolicies>,
  channel: Channel,
  publisher: Publisher,
  prefix: string,
  { handle, giveUp }: Handling,
): Promise<Consumer> => {
  const { acks, maxDeliveries, prefetch } = self.policies;
  const automatic = acks === 'auto';
  const park = parkingFor(self, publisher, prefix);
  let open = true;
  channel.on('close', () => {
    open = false;
  });
  // On a dead channel the broker delivers again by itself; the inbox recognises the message.
  const ack = (message: ConsumeMessage): void => {
    if (!automatic && open) channel.ack(message);
  };

  /** What was done is lost with the compensation that this would have told of; the message is kept all the same. */
  const tryToGiveUp = async (delivery: Delivery): Promise<void> => {
    try {
      await giveUp(delivery);
    } catch (error) {
      self.gauges.count('amqp.giveUpsFailed');
      self.log(`${self.role}: ${delivery.requestId}: could not be given up: ${messageOf(error)}`);
    }
  };

  const failed = async (message: ConsumeMessage, delivery: Delivery, error: unknown): Promise<void> => {
    self.log(`${self.role}: ${delivery.requestId}: ${messageOf(error)}`);
    if (error instanceof UnreadableMessage) self.gauges.count('amqp.unreadable');
    if (automatic) return;
    const isUnreadable = error instanceof UnreadableMessage;
    const isLast = isUnreadable || delivery.attempt >= maxDeliveries;
    if (isLast && !isUnreadable) await tryToGiveUp(delivery);
    const isParked = await park(delivery, isLast ? 'dead-letter' : 'retry', () => open, retryAfterOf(error));
    if (isParked) ack(message);
    // Without requeue: the queue's own dead-letter exchange keeps it. On a dead channel it comes again by itself.
    else if (open) channel.nack(message, false, false);
  };

  const inHand = new Set<Promise<void>>();

  const onMessage = async (message: ConsumeMessage): Promise<void> => {
    const end = self.gauges.begin();
    try {
      const { content: body } = message;
      const requestId = requestIdOf(message);
      const delivery = { body, requestId, receivedAt: nowMs(), attempt: attemptOf(message) };
      self.gauges.count('amqp.deliveries');
      if (message.fields.redelivered) self.gauges.count('amqp.redeliveries');
      try {
        await handle(delivery);
        ack(message);
      } catch (error) {
        await failed(message, delivery, error);
      }
    } catch (error) {
      // The channel died under an ack; amqplib says so before it tells of the close.
      self.log(`${self.role}: ${messageOf(error)}`);
    } finally {
      end();
    }
  };

  await channel.prefetch(prefetch ?? self.workers);
  const take = (message: ConsumeMessage | null): void => {
    if (message === null) return;
    const handled = onMessage(message).then(() => void inHand.delete(handled));
    inHand.add(handled);
  };
  const { consumerTag } = await channel.consume(names(prefix).queue(self.role), take, { noAck: automatic });
  return {
    finish: async () => {
      // The broker sends what it had under way before it says that the consumer is cancelled.
      if (open) await channel.cancel(consumerTag).catch(() => undefined);
      await Promise.all(inHand);
    },
  };
};
