import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../test/support/reaction-lines.ts';
import { shippedWorkflow } from '../../../test/support/workflows.ts';
import type { Workflow } from '../../workflow/definition.ts';
import { orchestrationOf, orchestrator } from './orchestration.ts';

/** What the orchestrator commands, one after the other, from the failure of a step to its end. */
const wayBack = (workflow: Workflow, failure: string, reason: 'declined' | 'failed'): readonly string[] => {
  const reactions = orchestrationOf(workflow);
  const order = { requestId: 'r1-0', userId: 'user-1', plan: 'basic' };
  const commands: string[] = [];
  let message = { event: failure, ...order, reason };
  for (;;) {
    const next = reactions[orchestrator]?.find(({ on }) => on === message.event)?.passesOn?.(message)[0];
    if (next === undefined) return commands;
    commands.push(next.event);
    // Who is commanded replies, and what came with the command comes with the reply.
    const replies = Object.values(reactions).flatMap((its) => its.filter(({ on }) => on === next.event));
    const reply = replies.flatMap(({ emits = {} }) => Object.values(emits))[0];
    message = { ...message, ...next, event: reply?.event ?? 'the end' };
  }
};

describe('who reacts to what, when one coordinates', () => {
  it('subscribe', () => {
    expect(linesOf(orchestrationOf(shippedWorkflow('subscribe')))).toEqual([
      'subscriptions: ActivateSubscription → activate',
      'subscriptions: CancelSubscription → cancel; cancelled: SubscriptionCancelled',
      'payments: ChargePayment → charge; charged: PaymentCompleted; declined: PaymentFailed (declined); voided: PaymentFailed (failed); at last: refund, PaymentFailed',
      'payments: RefundPayment → refund; refunded: PaymentRefunded; voided: PaymentRefunded',
      'recommendations: BuildRecommendations → recommend; recommended: RecommendationsReady; recommend-forbidden: RecommendationsFailed (failed); at last: RecommendationsFailed',
      'notifications: SendReadyNotice → notify (ready)',
      'notifications: SendFailureNotice → notify (declined or failed)',
      'orchestrator: UserSubscribed → send ChargePayment',
      'orchestrator: PaymentCompleted → send ActivateSubscription',
      'orchestrator: PaymentCompleted → send BuildRecommendations',
      'orchestrator: RecommendationsReady → send SendReadyNotice',
      'orchestrator: PaymentFailed → send CancelSubscription',
      'orchestrator: RecommendationsFailed → send CancelSubscription',
      'orchestrator: SubscriptionCancelled → send SendFailureNotice',
      'orchestrator: PaymentRefunded → send SendFailureNotice',
    ]);
  });

  it('checkout', () => {
    expect(linesOf(orchestrationOf(shippedWorkflow('checkout')))).toEqual([
      'orders: Confirm → confirm',
      'orders: CancelOrder → cancelOrder; order-cancelled: OrderCancelled',
      'stock: Reserve → reserve; reserved: StockReserved; reserve-forbidden: StockNotReserved (failed); at last: release, StockNotReserved',
      'stock: Release → release; released: StockReleased; reserve-forbidden: StockReleased',
      'payments: Pay → pay; paid: OrderPaid; payment-declined: PaymentFailed (declined); pay-forbidden: PaymentFailed (failed); at last: payBack, PaymentFailed',
      'payments: PayBack → payBack; paid-back: PaymentReturned; pay-forbidden: PaymentReturned',
      'invoices: Invoice → invoice; invoiced: InvoiceWritten; invoice-forbidden: InvoiceFailed (failed); at last: InvoiceFailed',
      'shipping: Pack → pack; packed: ParcelPacked; pack-forbidden: PackingFailed (failed); at last: PackingFailed',
      'shipping: Ship → ship; shipped: ParcelShipped; ship-forbidden: ShippingFailed (failed); at last: ShippingFailed',
      'mail: SendReadyNotice → tell (ready)',
      'mail: SendFailureNotice → tell (declined or failed)',
      'orchestrator: OrderPlaced → send Reserve',
      'orchestrator: StockReserved → send Pay',
      'orchestrator: OrderPaid → send Invoice',
      'orchestrator: OrderPaid → send Pack',
      'orchestrator: OrderPaid → send Confirm',
      'orchestrator: InvoiceWritten → send Ship, when invoice and pack are done',
      'orchestrator: ParcelPacked → send Ship, when invoice and pack are done',
      'orchestrator: ParcelShipped → send SendReadyNotice',
      'orchestrator: StockNotReserved → send CancelOrder',
      'orchestrator: PaymentFailed → send CancelOrder',
      'orchestrator: InvoiceFailed → send CancelOrder',
      'orchestrator: PackingFailed → send CancelOrder',
      'orchestrator: ShippingFailed → send CancelOrder',
      'orchestrator: OrderCancelled → send SendFailureNotice',
      'orchestrator: StockReleased → send SendFailureNotice',
      'orchestrator: PaymentReturned → send SendFailureNotice',
    ]);
  });

  it.each([
    ['subscribe', 'PaymentFailed', ['CancelSubscription', 'SendFailureNotice']],
    ['subscribe', 'RecommendationsFailed', ['CancelSubscription', 'RefundPayment', 'SendFailureNotice']],
    ['checkout', 'StockNotReserved', ['CancelOrder', 'SendFailureNotice']],
    ['checkout', 'PaymentFailed', ['CancelOrder', 'Release', 'SendFailureNotice']],
    ['checkout', 'ShippingFailed', ['CancelOrder', 'PayBack', 'Release', 'SendFailureNotice']],
    ['chain-of-3', 'Hop3Failed', ['Cancel', 'UndoHop2', 'UndoHop1', 'SendFailureNotice']],
    ['fan-out-of-3', 'Branch2Failed', ['Cancel', 'UndoBranch3', 'UndoBranch1', 'SendFailureNotice']],
  ])('%s, back from %s: %j', (name, failure, commands) => {
    expect(wayBack(shippedWorkflow(name), failure, 'failed')).toEqual(commands);
  });
});
