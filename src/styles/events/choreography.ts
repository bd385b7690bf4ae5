import type { Effect, NoticeKind, ServiceName, StepName } from '../../workflow/order.ts';

/** The events that services tell one another; the name is the routing key. */
export type EventName =
  | 'UserSubscribed'
  | 'PaymentCompleted'
  | 'PaymentFailed'
  | 'RecommendationsReady'
  | 'RecommendationsFailed';

/** Why a request failed: the bank said no, or we could not do it. */
export type FailureReason = 'declined' | 'failed';

export interface EventMessage {
  readonly event: EventName;
  readonly requestId: string;
  readonly userId: string;
  readonly plan: string;
  readonly reason?: FailureReason;
}

/** What a service does when it hears of an event. */
export interface Reaction {
  readonly on: EventName;
  readonly step: StepName;
  readonly notice?: (message: EventMessage) => NoticeKind;
  /** The event that tells of the step's effect, in the same transaction. */
  readonly tells?: Partial<Record<Effect, { readonly event: EventName; readonly reason?: FailureReason }>>;
  /** After the last delivery: what undoes the step, and the event that tells of the failure. */
  readonly givenUp?: { readonly undo: StepName | null; readonly event: EventName };
}

/** The whole choreography. Nobody coordinates: each service knows the events it reacts to and nothing else. */
export const choreography: Readonly<Record<ServiceName, readonly Reaction[]>> = {
  subscriptions: [
    { on: 'PaymentCompleted', step: 'activate' },
    { on: 'PaymentFailed', step: 'cancel' },
    { on: 'RecommendationsFailed', step: 'cancel' },
  ],
  payments: [
    {
      on: 'UserSubscribed',
      step: 'charge',
      tells: {
        charged: { event: 'PaymentCompleted' },
        declined: { event: 'PaymentFailed', reason: 'declined' },
        voided: { event: 'PaymentFailed', reason: 'failed' },
      },
      givenUp: { undo: 'refund', event: 'PaymentFailed' },
    },
    { on: 'RecommendationsFailed', step: 'refund' },
  ],
  recommendations: [
    {
      on: 'PaymentCompleted',
      step: 'recommend',
      tells: { recommended: { event: 'RecommendationsReady' } },
      givenUp: { undo: null, event: 'RecommendationsFailed' },
    },
  ],
  notifications: [
    { on: 'RecommendationsReady', step: 'notify', notice: () => 'ready' },
    {
      on: 'PaymentFailed',
      step: 'notify',
      notice: ({ reason }) => (reason === 'declined' ? 'declined' : 'failed'),
    },
    { on: 'RecommendationsFailed', step: 'notify', notice: () => 'failed' },
  ],
};
