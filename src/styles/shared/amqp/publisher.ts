import type { ConfirmChannel } from 'amqplib';
import { StepFailure } from '../../../workflow/step-failure.ts';

/** A message with its way: an exchange and routing key, or the default exchange and a queue. */
export interface Outbound {
  readonly exchange: string;
  readonly routingKey: string;
  readonly messageId: string;
  readonly requestId: string;
  readonly body: Buffer;
  /** Deliveries so far plus one; absent on first publication. */
  readonly attempt?: number;
}

/** Publishes on whichever channel is up at the moment. */
export interface Publisher {
  readonly attach: (channel: ConfirmChannel) => void;
  readonly detach: () => void;
  readonly isUp: () => boolean;
  /** Persistent and mandatory; resolves when the broker has confirmed a routed message, rejects otherwise. */
  readonly confirmed: (message: Outbound) => Promise<void>;
  /** Persistent, neither mandatory nor confirmed; false when there is no connection and the message is gone. */
  readonly fire: (message: Outbound) => boolean;
}

const optionsOf = ({ messageId, requestId, attempt }: Outbound) => ({
  persistent: true,
  contentType: 'application/json',
  messageId,
  headers: { 'x-request-id': requestId, ...(attempt === undefined ? {} : { 'x-attempt': attempt }) },
});

export const createPublisher = (): Publisher => {
  let channel: ConfirmChannel | null = null;
  // The broker confirms an unroutable message as success; its `return` comes before that confirm.
  const returned = new Set<string>();
  return {
    attach: (next) => {
      channel = next;
      returned.clear();
      next.on('return', (message: { properties: { messageId?: unknown } }) => {
        returned.add(String(message.properties.messageId));
      });
    },
    detach: () => {
      channel = null;
    },
    isUp: () => channel !== null,
    confirmed: (message) =>
      new Promise((resolve, reject) => {
        if (channel === null) {
          reject(new StepFailure('no connection to the broker', 503));
          return;
        }
        const done = (error: unknown): void => {
          if (error) reject(new StepFailure('the broker did not confirm', 503, { cause: error }));
          else if (returned.delete(message.messageId))
            reject(new StepFailure('no queue takes this message', 503));
          else resolve();
        };
        try {
          channel.publish(
            message.exchange,
            message.routingKey,
            message.body,
            { ...optionsOf(message), mandatory: true },
            done,
          );
        } catch (error) {
          done(error);
        }
      }),
    fire: (message) => {
      if (channel === null) return false;
      try {
        channel.publish(message.exchange, message.routingKey, message.body, optionsOf(message));
        return true;
      } catch {
        return false;
      }
    },
  };
};
