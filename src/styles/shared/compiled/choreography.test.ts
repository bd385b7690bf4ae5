import { describe, expect, it } from 'vitest';
import { shippedWorkflow } from '../../../scenario/workflow-file.ts';
import { calledProblem, calledSteps } from '../../hybrid/called-steps.ts';
import { reactionsBeside } from '../../hybrid/reactions.ts';
import { orchestrationOf } from '../../saga/orchestration.ts';
import { choreographyOf, type Reactions } from './choreography.ts';

/** A role's reactions as `event → step ⇒ what follows`. */
const shown = (reactions: Reactions): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(reactions).map(([role, own]) => [
      role,
      own.map(({ on, step, gathers, emits = {}, passesOn, givenUp }) => {
        const next = passesOn?.({ event: on, requestId: 'r', userId: 'u', plan: 'p' }) ?? [];
        const follows = [...Object.values(emits), ...next].map(({ event, reason }) =>
          reason === undefined ? event : `${event}(${reason})`,
        );
        return [
          `${on} → ${step ?? '·'}`,
          ...(gathers === undefined ? [] : [`when ${gathers.causes.join(' and ')}`]),
          ...(follows.length === 0 ? [] : [`⇒ ${[...new Set(follows)].join(' | ')}`]),
          ...(givenUp === undefined ? [] : [`else ${givenUp.undo ?? '·'} ⇒ ${givenUp.event}`]),
        ].join(' ');
      }),
    ]),
  );

describe('the choreography', () => {
  it('of subscribe is the one that the articles describe', () => {
    expect(shown(choreographyOf(shippedWorkflow('subscribe')))).toEqual({
      subscriptions: [
        'PaymentCompleted → activate',
        'PaymentFailed → cancel',
        'RecommendationsFailed → cancel',
      ],
      payments: [
        'UserSubscribed → charge ⇒ PaymentCompleted | PaymentFailed(declined) | PaymentFailed(failed) else refund ⇒ PaymentFailed',
        'RecommendationsFailed → refund',
      ],
      recommendations: [
        'PaymentCompleted → recommend ⇒ RecommendationsReady | RecommendationsFailed(failed) else · ⇒ RecommendationsFailed',
      ],
      notifications: [
        'RecommendationsReady → notify',
        'PaymentFailed → notify',
        'RecommendationsFailed → notify',
      ],
    });
  });
  it('of checkout waits for invoice and parcel, and undoes what was done before a failure', () => {
    const { shipping, stock, payments, orders } = shown(choreographyOf(shippedWorkflow('checkout')));
    expect(shipping).toEqual([
      'OrderPaid → pack ⇒ ParcelPacked | PackingFailed(failed) else · ⇒ PackingFailed',
      'InvoiceWritten → ship when invoice and pack ⇒ ParcelShipped | ShippingFailed(failed) else · ⇒ ShippingFailed',
      'ParcelPacked → ship when invoice and pack ⇒ ParcelShipped | ShippingFailed(failed) else · ⇒ ShippingFailed',
    ]);
    expect(stock?.slice(1)).toEqual([
      'PaymentFailed → release',
      'InvoiceFailed → release',
      'PackingFailed → release',
      'ShippingFailed → release',
    ]);
    expect(payments?.slice(1)).toEqual([
      'InvoiceFailed → payBack',
      'PackingFailed → payBack',
      'ShippingFailed → payBack',
    ]);
    expect(orders).toContain('StockNotReserved → cancelOrder');
  });
});

describe('the orchestration', () => {
  it('of checkout commands the next steps after each reply, and what undoes them in reverse', () => {
    const { orchestrator } = shown(orchestrationOf(shippedWorkflow('checkout')));
    expect(orchestrator).toEqual([
      'OrderPlaced → · ⇒ Reserve',
      'StockReserved → · ⇒ Pay',
      'OrderPaid → · ⇒ Invoice',
      'OrderPaid → · ⇒ Pack',
      'OrderPaid → · ⇒ Confirm',
      'InvoiceWritten → · when invoice and pack ⇒ Ship',
      'ParcelPacked → · when invoice and pack ⇒ Ship',
      'ParcelShipped → · ⇒ SendReadyNotice',
      'StockNotReserved → · ⇒ CancelOrder(failed)',
      'PaymentFailed → · ⇒ CancelOrder(failed)',
      'InvoiceFailed → · ⇒ CancelOrder(failed)',
      'PackingFailed → · ⇒ CancelOrder(failed)',
      'ShippingFailed → · ⇒ CancelOrder(failed)',
      'OrderCancelled → · ⇒ SendFailureNotice(failed)',
      'StockReleased → · ⇒ SendFailureNotice(failed)',
      'PaymentReturned → · ⇒ SendFailureNotice(failed)',
    ]);
  });
  it('goes back the way of the step that failed', () => {
    const reactions = orchestrationOf(shippedWorkflow('checkout'))['orchestrator'] ?? [];
    const nextOf = (on: string, failed: string): readonly string[] =>
      reactions
        .filter((one) => one.on === on)
        .flatMap(
          ({ passesOn }) => passesOn?.({ event: on, requestId: 'r', userId: 'u', plan: 'p', failed }) ?? [],
        )
        .map(({ event }) => event);
    expect(nextOf('OrderCancelled', 'ship')).toEqual(['PayBack']);
    expect(nextOf('PaymentReturned', 'ship')).toEqual(['Release']);
    expect(nextOf('StockReleased', 'ship')).toEqual(['SendFailureNotice']);
    expect(nextOf('OrderCancelled', 'pay')).toEqual(['Release']);
    expect(nextOf('OrderCancelled', 'reserve')).toEqual(['SendFailureNotice']);
  });
});

describe('the mixed style', () => {
  const checkout = shippedWorkflow('checkout');
  it('calls up to the step that may decline, or to the one that is named', () => {
    expect(calledSteps(checkout, '').map(({ name }) => name)).toEqual(['reserve', 'pay']);
    expect(calledSteps(checkout, 'ship').map(({ name }) => name)).toEqual([
      'reserve',
      'pay',
      'invoice',
      'pack',
      'ship',
    ]);
    expect(calledSteps(shippedWorkflow('chain-of-3'), '').map(({ name }) => name)).toEqual(['hop-1']);
  });
  it('refuses to call until a step that is none, or that no call is for', () => {
    expect(calledProblem(checkout, 'shipp')).toContain('no step of the workflow checkout');
    expect(calledProblem(checkout, 'tell')).toContain('not a step that can be called for');
    expect(calledProblem(checkout, 'place')).toContain('expected one of reserve, pay');
    expect(calledProblem(checkout, 'pay')).toBeNull();
  });
  it('of subscribe charges by a call, and lets the rest happen by events', () => {
    const subscribe = shippedWorkflow('subscribe');
    expect(shown(reactionsBeside(subscribe, calledSteps(subscribe, '')))['payments']).toEqual([
      'RecommendationsFailed → refund',
      'SubscriptionGivenUp → refund',
      'CallerRestarted → voidCharge ⇒ PaymentFailed(failed)',
    ]);
  });
});
