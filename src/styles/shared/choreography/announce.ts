import type { OutboxRow, StepCall, StepResult } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';
import type { OutboxRelay } from '../amqp/outbox-relay.ts';
import type { PublishPolicies } from '../amqp/policies.ts';
import type { Publisher } from '../amqp/publisher.ts';
import { committedRows } from '../committed-rows.ts';
import type { EventMessage } from './reaction.ts';

/** Performs a step and lets its event out in the way of `publish`. */
export type Announce = (
  call: StepCall,
  eventFor: (effect: string) => EventMessage | null,
) => Promise<StepResult>;

export const rowOf = (message: EventMessage): Omit<OutboxRow, 'id'> => ({
  requestId: message.requestId,
  topic: message.event,
  body: JSON.stringify(message),
});

/** The event is committed together with the effect; the relay sends it as soon and as often as needed. */
const throughOutbox =
  (self: ServiceContext, relay: OutboxRelay): Announce =>
  async (call, eventFor) => {
    const rows: OutboxRow[] = [];
    const also: StepCall['also'] = (outgoing, { effect }) => {
      const message = eventFor(effect);
      if (message !== null) rows.push(outgoing.post(rowOf(message)));
    };
    try {
      const result = await self.step({ ...call, also });
      relay.push(rows);
      return result;
    } catch (error) {
      relay.push(committedRows(self, rows));
      throw error;
    }
  };

/** The event is sent after the commit: two writes, and whoever dies between them has done only one (dual write). */
const afterCommit = (
  self: ServiceContext,
  publisher: Publisher,
  exchange: string,
  awaitConfirm: boolean,
): Announce => {
  let sent = 0;
  return async (call, eventFor) => {
    const result = await self.step(call);
    const message = eventFor(result.effect);
    if (message === null) return result;
    const { requestId, event } = message;
    const body = Buffer.from(JSON.stringify(message));
    // Not the request's own id: that may be longer than the broker takes for an id of a message.
    sent += 1;
    const messageId = `${self.instance}/sent-${sent}`;
    const outbound = { exchange, routingKey: event, messageId, requestId, body };
    if (awaitConfirm) await publisher.confirmed(outbound);
    else if (!publisher.fire(outbound)) self.gauges.count('amqp.neverSent');
    return result;
  };
};

export const announcerFor = (
  self: ServiceContext,
  publisher: Publisher,
  relay: OutboxRelay,
  exchange: string,
  publish: PublishPolicies['publish'],
): Announce =>
  publish === 'outbox'
    ? throughOutbox(self, relay)
    : afterCommit(self, publisher, exchange, publish === 'confirm');
