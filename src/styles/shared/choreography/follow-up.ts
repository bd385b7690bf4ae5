import { orderOf } from '../../../workflow/order.ts';
import type { EventMessage, NextEvent } from './reaction.ts';

/** A message that follows from an order or from another message. Bad news carries no payload: nobody works with it any more. */
export const followUp = (
  from: Omit<EventMessage, 'event' | 'reason' | 'failed'>,
  next: NextEvent,
): EventMessage => {
  const { payload, ...order } = orderOf(from);
  return { ...order, ...next, ...(payload === undefined || next.reason !== undefined ? {} : { payload }) };
};
