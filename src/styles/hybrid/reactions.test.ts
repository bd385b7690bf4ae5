import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../test/support/reaction-lines.ts';
import { shippedWorkflow } from '../../../test/support/workflows.ts';
import { calledProblem, calledSteps } from './called-steps.ts';
import { announcedBy, reactionsBeside } from './reactions.ts';

const called = (name: string, until = ''): readonly string[] =>
  calledSteps(shippedWorkflow(name), until).map((step) => step.name);

describe('what is called', () => {
  it.each([
    ['subscribe', '', ['charge']],
    ['subscribe', 'recommend', ['charge', 'recommend']],
    ['checkout', '', ['reserve', 'pay']],
    ['checkout', 'reserve', ['reserve']],
    ['checkout', 'ship', ['reserve', 'pay', 'invoice', 'pack', 'ship']],
    ['fan-out-of-3', '', ['branch-1']],
  ])('%s until %j: %j', (name, until, expected) => {
    expect(called(name, until)).toEqual(expected);
  });

  it.each([
    ['confirm', 'is not a step that can be called for checkout'],
    ['tell', 'is not a step that can be called for checkout'],
    ['place', 'is not a step that can be called for checkout'],
    ['shp', 'is no step of the workflow checkout; expected one of reserve, pay, invoice, pack, ship'],
  ])('not until %s', (until, problem) => {
    expect(calledProblem(shippedWorkflow('checkout'), until)).toContain(problem);
  });
  it.each(['', 'reserve', 'ship'])('until %j', (until) => {
    expect(calledProblem(shippedWorkflow('checkout'), until)).toBeNull();
  });
});

describe('what happens by events beside the calls', () => {
  const besideOf = (name: string, until = ''): readonly string[] => {
    const workflow = shippedWorkflow(name);
    return linesOf(reactionsBeside(workflow, calledSteps(workflow, until)));
  };

  it('subscribe', () => {
    expect(besideOf('subscribe')).toEqual([
      'subscriptions: PaymentCompleted → activate',
      'subscriptions: PaymentFailed → cancel',
      'subscriptions: RecommendationsFailed → cancel',
      'payments: RecommendationsFailed → refund',
      'payments: SubscriptionGivenUp → refund',
      'payments: CallerRestarted → voidCharge; voided: PaymentFailed (failed)',
      'recommendations: PaymentCompleted → recommend; recommended: RecommendationsReady; recommend-forbidden: RecommendationsFailed (failed); at last: RecommendationsFailed',
      'notifications: RecommendationsReady → notify (ready)',
      'notifications: PaymentFailed → notify (declined or failed)',
      'notifications: RecommendationsFailed → notify (declined or failed)',
    ]);
  });

  it('checkout', () => {
    expect(besideOf('checkout')).toEqual([
      'orders: OrderPaid → confirm',
      'orders: StockNotReserved → cancelOrder',
      'orders: PaymentFailed → cancelOrder',
      'orders: InvoiceFailed → cancelOrder',
      'orders: PackingFailed → cancelOrder',
      'orders: ShippingFailed → cancelOrder',
      'stock: PaymentFailed → release',
      'stock: InvoiceFailed → release',
      'stock: PackingFailed → release',
      'stock: ShippingFailed → release',
      'stock: RequestGivenUp → release',
      'payments: InvoiceFailed → payBack',
      'payments: PackingFailed → payBack',
      'payments: ShippingFailed → payBack',
      'payments: RequestGivenUp → payBack',
      'payments: CallerRestarted → forbid-pay; pay-forbidden: PaymentFailed (failed)',
      'invoices: OrderPaid → invoice; invoiced: InvoiceWritten; invoice-forbidden: InvoiceFailed (failed); at last: InvoiceFailed',
      'shipping: OrderPaid → pack; packed: ParcelPacked; pack-forbidden: PackingFailed (failed); at last: PackingFailed',
      'shipping: InvoiceWritten → ship, when invoice and pack are done; shipped: ParcelShipped; ship-forbidden: ShippingFailed (failed); at last: ShippingFailed',
      'shipping: ParcelPacked → ship, when invoice and pack are done; shipped: ParcelShipped; ship-forbidden: ShippingFailed (failed); at last: ShippingFailed',
      'mail: ParcelShipped → tell (ready)',
      'mail: StockNotReserved → tell (declined or failed)',
      'mail: PaymentFailed → tell (declined or failed)',
      'mail: InvoiceFailed → tell (declined or failed)',
      'mail: PackingFailed → tell (declined or failed)',
      'mail: ShippingFailed → tell (declined or failed)',
    ]);
  });

  it('checkout with all but the notice called: only what settles and what undoes is left to events', () => {
    expect(besideOf('checkout', 'ship')).toEqual([
      'orders: OrderPaid → confirm',
      'orders: StockNotReserved → cancelOrder',
      'orders: PaymentFailed → cancelOrder',
      'orders: InvoiceFailed → cancelOrder',
      'orders: PackingFailed → cancelOrder',
      'orders: ShippingFailed → cancelOrder',
      'stock: PaymentFailed → release',
      'stock: InvoiceFailed → release',
      'stock: PackingFailed → release',
      'stock: ShippingFailed → release',
      'stock: RequestGivenUp → release',
      'payments: InvoiceFailed → payBack',
      'payments: PackingFailed → payBack',
      'payments: ShippingFailed → payBack',
      'payments: RequestGivenUp → payBack',
      'invoices: RequestGivenUp → forbid-invoice',
      'shipping: RequestGivenUp → forbid-pack',
      'shipping: RequestGivenUp → forbid-ship',
      'shipping: CallerRestarted → forbid-ship; ship-forbidden: ShippingFailed (failed)',
      'mail: ParcelShipped → tell (ready)',
      'mail: StockNotReserved → tell (declined or failed)',
      'mail: PaymentFailed → tell (declined or failed)',
      'mail: InvoiceFailed → tell (declined or failed)',
      'mail: PackingFailed → tell (declined or failed)',
      'mail: ShippingFailed → tell (declined or failed)',
    ]);
  });

  it('a called step is told of where somebody waits for it, or where it fails', () => {
    const workflow = shippedWorkflow('checkout');
    const steps = calledSteps(workflow, '');
    expect(steps.map((step) => announcedBy(workflow, steps, step))).toEqual([
      { 'reserve-forbidden': { event: 'StockNotReserved', reason: 'failed' } },
      {
        paid: { event: 'OrderPaid' },
        'payment-declined': { event: 'PaymentFailed', reason: 'declined' },
        'pay-forbidden': { event: 'PaymentFailed', reason: 'failed' },
      },
    ]);
  });
});
