import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../style.ts';
import type { Delivery } from './delivery.ts';
import type { MessagePolicies } from './policies.ts';
import type { Publisher } from './publisher.ts';
import { delayAfter, names } from './topology.ts';

/**
 * Puts a failed message where it waits for its next delivery, or for good; true when the broker has confirmed that, so that its
 * delivery may be acknowledged. Tries again a few times while `isOpen`: meanwhile the broker holds the message for us.
 */
export type Park = (
  delivery: Delivery,
  where: 'retry' | 'dead-letter',
  isOpen: () => boolean,
  /** At least so long until its next delivery, ms. */
  waitMs: number,
) => Promise<boolean>;

const mostTries = 3;
const pauseMs = 500;

export const parkingFor = (
  self: ServiceContext<MessagePolicies>,
  publisher: Publisher,
  prefix: string,
): Park => {
  const name = names(prefix);
  let parked = 0;

  const put = (
    where: 'retry' | 'dead-letter',
    { requestId, body, attempt }: Delivery,
    waitMs: number,
  ): Promise<void> => {
    // An id of our own: that of the message may be missing, doubled or as long as an id can be.
    parked += 1;
    const message = { exchange: '', messageId: `${self.instance}/parked-${parked}`, requestId, body };
    return where === 'retry'
      ? publisher.confirmed({
          ...message,
          routingKey: name.retry(self.role, delayAfter(attempt, self.policies.maxDeliveries, waitMs)),
          attempt: attempt + 1,
        })
      : publisher.confirmed({ ...message, routingKey: name.deadLetter(self.role), attempt });
  };

  return async (delivery, where, isOpen, waitMs) => {
    self.gauges.count(where === 'retry' ? 'amqp.retried' : 'amqp.deadLettered');
    for (let tries = 1; isOpen() && tries <= mostTries; tries += 1) {
      try {
        await put(where, delivery, waitMs);
        return true;
      } catch (error) {
        self.log(`${self.role}: ${delivery.requestId}: could not be parked: ${messageOf(error)}`);
        await delay(pauseMs);
      }
    }
    return false;
  };
};
