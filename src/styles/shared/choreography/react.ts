import { bareOrder, type OutboxRow, orderOf } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';
import type { Handling } from '../amqp/consumer.ts';
import type { Delivery } from '../amqp/delivery.ts';
import type { OutboxRelay } from '../amqp/outbox-relay.ts';
import type { MessagePolicies } from '../amqp/policies.ts';
import { UnreadableMessage } from '../amqp/unreadable-message.ts';
import type { PushNotice } from '../live-updates.ts';
import { type Announce, rowOf } from './announce.ts';
import { followUp } from './follow-up.ts';
import type { EventMessage, Reaction } from './reaction.ts';
import { readMessage } from './read-message.ts';

/** Turns a service's reactions into the handling of its queue. A service may react to an event in several ways at once. */
export const handlingOf = (
  self: ServiceContext<MessagePolicies>,
  reactions: readonly Reaction[],
  announce: Announce,
  relay: OutboxRelay,
  pushNotice: PushNotice | null,
): Handling => {
  const byEvent = new Map<string, Reaction[]>();
  for (const reaction of reactions) {
    const known = byEvent.get(reaction.on);
    if (known === undefined) byEvent.set(reaction.on, [reaction]);
    else known.push(reaction);
  }
  const reactionsTo = (message: EventMessage): readonly Reaction[] => {
    const all = byEvent.get(message.event);
    if (all === undefined) throw new UnreadableMessage(`${self.role} does not react to ${message.event}`);
    return all;
  };

  const passOn = async (message: EventMessage, { passesOn }: Reaction): Promise<void> => {
    const next = passesOn?.(message) ?? [];
    relay.push(await self.store.post(next.map((one) => rowOf(followUp(message, one)))));
  };

  /** Whether all that a reaction waits for has come, this message included. */
  const isDue = async ({ requestId }: EventMessage, { gathers }: Reaction): Promise<boolean> =>
    gathers === undefined || self.store.gather(requestId, gathers.step, gathers.cause, gathers.causes);

  const react = async (message: EventMessage, reaction: Reaction, delivery: Delivery): Promise<void> => {
    const { step, notice, emits } = reaction;
    const { requestId } = message;
    if (!(await isDue(message, reaction))) return;
    if (step === null) {
      await passOn(message, reaction);
      return;
    }
    const { receivedAt, attempt } = delivery;
    const kind = notice?.(message);
    const call = { step, order: orderOf(message), receivedAt, attempt, once: self.policies.dedup };
    const { seq, first } = await announce(kind === undefined ? call : { ...call, notice: kind }, (effect) => {
      const next = emits?.[effect];
      if (next === undefined) return null;
      const reason = next.reason ?? message.reason;
      const failed = next.failed ?? message.failed;
      return followUp(message, {
        ...next,
        ...(reason ? { reason } : {}),
        ...(failed ? { failed } : {}),
      });
    });
    if (kind !== undefined && first) pushNotice?.(seq, requestId, kind);
  };

  const handle = async (delivery: Delivery): Promise<void> => {
    const message = readMessage(delivery.body);
    const [first, ...others] = reactionsTo(message);
    if (first === undefined) return;
    if (others.length === 0) {
      await react(message, first, delivery);
      return;
    }
    // Each is finished before the message is put away or comes again.
    const done = await Promise.allSettled([first, ...others].map((one) => react(message, one, delivery)));
    for (const one of done) if (one.status === 'rejected') throw one.reason;
  };

  const giveUpOne = async (
    message: EventMessage,
    { step, givenUp }: Reaction,
    { receivedAt, attempt }: Delivery,
  ): Promise<void> => {
    if (givenUp === undefined) return;
    const order = bareOrder(message);
    const failed = step === null ? {} : { failed: step };
    const row = rowOf({ event: givenUp.event, ...order, reason: 'failed', ...failed });
    const rows: OutboxRow[] = [];
    if (givenUp.undo === null) rows.push(...(await self.store.post([row])));
    else {
      const also = (outgoing: { post: (row: Omit<OutboxRow, 'id'>) => OutboxRow }) =>
        void rows.push(outgoing.post(row));
      await self.store.perform(
        { step: givenUp.undo, order, receivedAt, attempt, once: false, also },
        { startedAt: receivedAt, draw: 1 },
      );
    }
    relay.push(rows);
  };

  const giveUp = async (delivery: Delivery): Promise<void> => {
    const message = readMessage(delivery.body);
    const all = reactionsTo(message);
    const order = bareOrder(message);
    for (const reaction of all) {
      // What waits for other messages yet has not failed with this one.
      if (!(await isDue(message, reaction))) continue;
      // Of several reactions only those are given up that are not done.
      const isDone =
        all.length > 1 &&
        reaction.step !== null &&
        self.store.recall({ step: reaction.step, order, once: true }) !== null;
      if (!isDone) await giveUpOne(message, reaction, delivery);
    }
  };

  return { handle, giveUp };
};
