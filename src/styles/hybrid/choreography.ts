import type { ServiceName } from '../../workflow/order.ts';
import type { Reaction } from '../shared/choreography/reaction.ts';

/** What follows the payment. The charge itself is a call, so that the user learns at once whether it went through. */
export const choreography: Readonly<Record<ServiceName, readonly Reaction[]>> = {
  subscriptions: [
    { on: 'PaymentCompleted', step: 'activate' },
    { on: 'PaymentFailed', step: 'cancel' },
    { on: 'RecommendationsFailed', step: 'cancel' },
  ],
  payments: [
    { on: 'SubscriptionGivenUp', step: 'refund' },
    {
      on: 'CallerRestarted',
      step: 'voidCharge',
      emits: { voided: { event: 'PaymentFailed', reason: 'failed' } },
    },
    { on: 'RecommendationsFailed', step: 'refund' },
  ],
  recommendations: [
    {
      on: 'PaymentCompleted',
      step: 'recommend',
      emits: { recommended: { event: 'RecommendationsReady' } },
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
