import type { ServiceName } from '../../workflow/order.ts';
import type { EventMessage, NextEvent, Reaction } from '../shared/choreography/reaction.ts';

const next =
  (...events: readonly NextEvent[]) =>
  (): readonly NextEvent[] =>
    events;

const passReason =
  (event: string) =>
  ({ reason = 'failed' }: EventMessage): readonly NextEvent[] => [{ event, reason }];

/**
 * The orchestrator knows the whole course: after each reply it commands the next step, and when one fails it commands
 * what undoes the earlier ones, in reverse order. Its state is in the messages; its outbox makes each decision durable.
 */
const orchestrator: readonly Reaction[] = [
  { on: 'SubscriptionOpened', step: null, passesOn: next({ event: 'ChargePayment' }) },
  { on: 'PaymentCharged', step: null, passesOn: next({ event: 'ActivateSubscription' }) },
  { on: 'SubscriptionActivated', step: null, passesOn: next({ event: 'BuildRecommendations' }) },
  { on: 'RecommendationsBuilt', step: null, passesOn: next({ event: 'SendReadyNotice' }) },
  { on: 'PaymentNotCharged', step: null, passesOn: passReason('CancelSubscription') },
  {
    on: 'RecommendationsNotBuilt',
    step: null,
    passesOn: next({ event: 'RevokeSubscription', reason: 'failed' }),
  },
  { on: 'SubscriptionRevoked', step: null, passesOn: next({ event: 'RefundPayment', reason: 'failed' }) },
  { on: 'PaymentRefunded', step: null, passesOn: next({ event: 'SendFailureNotice', reason: 'failed' }) },
  { on: 'SubscriptionCancelled', step: null, passesOn: passReason('SendFailureNotice') },
];

/** Every other service does what it is told and replies; none knows what comes before or after. */
const commanded: Readonly<Record<ServiceName, readonly Reaction[]>> = {
  subscriptions: [
    {
      on: 'ActivateSubscription',
      step: 'activate',
      emits: { activated: { event: 'SubscriptionActivated' } },
    },
    { on: 'CancelSubscription', step: 'cancel', emits: { cancelled: { event: 'SubscriptionCancelled' } } },
    { on: 'RevokeSubscription', step: 'cancel', emits: { cancelled: { event: 'SubscriptionRevoked' } } },
  ],
  payments: [
    {
      on: 'ChargePayment',
      step: 'charge',
      emits: {
        charged: { event: 'PaymentCharged' },
        declined: { event: 'PaymentNotCharged', reason: 'declined' },
        voided: { event: 'PaymentNotCharged', reason: 'failed' },
      },
      givenUp: { undo: 'refund', event: 'PaymentNotCharged' },
    },
    { on: 'RefundPayment', step: 'refund', emits: { refunded: { event: 'PaymentRefunded' } } },
  ],
  recommendations: [
    {
      on: 'BuildRecommendations',
      step: 'recommend',
      emits: { recommended: { event: 'RecommendationsBuilt' } },
      givenUp: { undo: null, event: 'RecommendationsNotBuilt' },
    },
  ],
  notifications: [
    { on: 'SendReadyNotice', step: 'notify', notice: () => 'ready' },
    {
      on: 'SendFailureNotice',
      step: 'notify',
      notice: ({ reason }) => (reason === 'declined' ? 'declined' : 'failed'),
    },
  ],
};

/** What each role of the saga reacts to. */
export const reactions: Readonly<Record<ServiceName | 'orchestrator', readonly Reaction[]>> = {
  ...commanded,
  orchestrator,
};
