import type { ServiceName } from '../../workflow/order.ts';
import type { Reaction } from '../shared/choreography/reaction.ts';

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
      emits: {
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
