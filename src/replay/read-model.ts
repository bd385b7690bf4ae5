import { z } from 'zod';
import type { ReplayedState } from './protocol.ts';

/** What a reader of the log needs of a message; a service of its own shares no code with the others. */
export const loggedEvent = z.object({ event: z.string(), requestId: z.string() });
type LoggedEvent = z.infer<typeof loggedEvent>;

/** What an event says about a subscription; an event that says nothing about it is left out. */
const stateAfter: Readonly<Record<string, ReplayedState>> = {
  UserSubscribed: 'opened',
  PaymentCompleted: 'active',
  PaymentFailed: 'cancelled',
  RecommendationsFailed: 'cancelled',
};
const ranks: Readonly<Record<ReplayedState, number>> = { opened: 0, active: 1, cancelled: 2 };

/**
 * The state of every subscription, from events alone. The log holds repetitions, and events of different services in no
 * certain order; both are harmless, because a state only moves on: opened, active, cancelled.
 */
export const createReadModel = () => {
  const states = new Map<string, ReplayedState>();
  return {
    take: ({ event, requestId }: LoggedEvent): void => {
      const next = stateAfter[event];
      if (next === undefined) return;
      const known = states.get(requestId);
      if (known === undefined || ranks[next] > ranks[known]) states.set(requestId, next);
    },
    rows: (): readonly (readonly [string, ReplayedState])[] => [...states],
  };
};
