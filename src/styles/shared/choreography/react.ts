import type { OutboxRow } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';
import type { Handling } from '../amqp/consumer.ts';
import type { Delivery } from '../amqp/delivery.ts';
import type { OutboxRelay } from '../amqp/outbox-relay.ts';
import type { MessagePolicies } from '../amqp/policies.ts';
import { UnreadableMessage } from '../amqp/unreadable-message.ts';
import type { PushNotice } from '../live-updates.ts';
import { type Announce, rowOf } from './announce.ts';
import type { EventMessage, Reaction } from './reaction.ts';
import { readMessage } from './read-message.ts';

/** Turns a service's reactions into the handling of its queue. */
export const handlingOf = (
  self: ServiceContext<MessagePolicies>,
  reactions: readonly Reaction[],
  announce: Announce,
  relay: OutboxRelay,
  pushNotice: PushNotice | null,
): Handling => {
  const byEvent = new Map(reactions.map((reaction) => [reaction.on, reaction]));
  const reactionTo = (message: EventMessage): Reaction => {
    const reaction = byEvent.get(message.event);
    if (reaction === undefined)
      throw new UnreadableMessage(`${self.role} does not react to ${message.event}`);
    return reaction;
  };

  const handle = async (delivery: Delivery): Promise<void> => {
    const message = readMessage(delivery.body);
    const { step, notice, emits, passesOn } = reactionTo(message);
    const { requestId, userId, plan } = message;
    if (step === null) {
      const passedOn = passesOn?.(message) ?? [];
      relay.push(await self.store.post(passedOn.map((next) => rowOf({ requestId, userId, plan, ...next }))));
      return;
    }
    const { receivedAt, attempt } = delivery;
    const kind = notice?.(message);
    const call = { step, order: { requestId, userId, plan }, receivedAt, attempt, once: self.policies.dedup };
    const { seq, first } = await announce(kind === undefined ? call : { ...call, notice: kind }, (effect) => {
      const next = emits?.[effect];
      const reason = next?.reason ?? message.reason;
      return next === undefined ? null : { requestId, userId, plan, ...next, ...(reason ? { reason } : {}) };
    });
    if (kind !== undefined && first) pushNotice?.(seq, requestId, kind);
  };

  const giveUp = async (delivery: Delivery): Promise<void> => {
    const message = readMessage(delivery.body);
    const { givenUp } = reactionTo(message);
    if (givenUp === undefined) return;
    const { requestId, userId, plan } = message;
    const row = rowOf({ event: givenUp.event, requestId, userId, plan, reason: 'failed' });
    const rows: OutboxRow[] = [];
    if (givenUp.undo === null) rows.push(...(await self.store.post([row])));
    else {
      const order = { requestId, userId, plan };
      const { receivedAt, attempt } = delivery;
      const also = (outgoing: { post: (row: Omit<OutboxRow, 'id'>) => OutboxRow }) =>
        void rows.push(outgoing.post(row));
      await self.store.perform(
        { step: givenUp.undo, order, receivedAt, attempt, once: false, also },
        { startedAt: receivedAt, draw: 1 },
      );
    }
    relay.push(rows);
  };

  return { handle, giveUp };
};
