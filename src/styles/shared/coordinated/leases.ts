import { nowMs } from '../../../shared/clock.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { Order } from '../../../workflow/order.ts';
import type { ServiceContext } from '../../style.ts';

/** Opened requests whose coordinator has a while to finish; one that does not come back has its request given up. */
export interface Leases extends AsyncDisposable {
  readonly hold: (order: Order, deadlineAt: number) => void;
  readonly release: (requestId: string) => void;
}

/** Past the coordinator's own deadline, so that it gives up first where it can, ms. */
const graceMs = 500;
/** For a coordinator that would wait for ever, ms. */
const longestMs = 60_000;
/** After a restart nobody remembers the deadlines, ms. */
const afterRestartMs = 3_000;
const lookEveryMs = 100;

/** `expired` is called until it resolves. */
export const startLeases = async (
  self: ServiceContext,
  expired: (order: Order) => Promise<unknown>,
): Promise<Leases> => {
  const held = new Map<string, { readonly order: Order; readonly until: number }>();
  const ending = new Map<string, Promise<void>>();
  self.gauges.owe('calls', () => held.size);
  const hold = (order: Order, until: number): void => void held.set(order.requestId, { order, until });

  const end = async (order: Order): Promise<void> => {
    try {
      await expired(order);
      held.delete(order.requestId);
      self.gauges.count('leases.expired');
    } catch (error) {
      self.log(`lease of ${order.requestId}: ${messageOf(error)}`);
    }
    ending.delete(order.requestId);
  };
  const look = (): void => {
    const now = nowMs();
    for (const { order, until } of held.values())
      if (until <= now && !ending.has(order.requestId)) ending.set(order.requestId, end(order));
  };

  for (const order of await self.store.unsettled()) hold(order, nowMs() + afterRestartMs);
  const looking = setInterval(look, lookEveryMs);
  return {
    hold: (order, deadlineAt) => hold(order, Math.min(deadlineAt + graceMs, nowMs() + longestMs)),
    release: (requestId) => void held.delete(requestId),
    [Symbol.asyncDispose]: async () => {
      clearInterval(looking);
      await Promise.all(ending.values());
    },
  };
};
