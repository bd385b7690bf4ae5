import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../test/support/reaction-lines.ts';
import { shippedWorkflow } from '../../../../test/support/workflows.ts';
import { choreographyOf } from './choreography.ts';

describe('who reacts to what, when nobody coordinates', () => {
  it('subscribe', () => {
    expect(linesOf(choreographyOf(shippedWorkflow('subscribe')))).toEqual([
      'subscriptions: PaymentCompleted → activate',
      'subscriptions: PaymentFailed → cancel',
      'subscriptions: RecommendationsFailed → cancel',
      'payments: UserSubscribed → charge; charged: PaymentCompleted; declined: PaymentFailed (declined); voided: PaymentFailed (failed); at last: refund, PaymentFailed',
      'payments: RecommendationsFailed → refund',
      'recommendations: PaymentCompleted → recommend; recommended: RecommendationsReady; recommend-forbidden: RecommendationsFailed (failed); at last: RecommendationsFailed',
      'notifications: RecommendationsReady → notify (ready)',
      'notifications: PaymentFailed → notify (declined or failed)',
      'notifications: RecommendationsFailed → notify (declined or failed)',
    ]);
  });

  it('checkout: the parcel waits for both branches, and whatever fails late releases the stock and pays back', () => {
    expect(linesOf(choreographyOf(shippedWorkflow('checkout')))).toEqual([
      'orders: OrderPaid → confirm',
      'orders: StockNotReserved → cancelOrder',
      'orders: PaymentFailed → cancelOrder',
      'orders: InvoiceFailed → cancelOrder',
      'orders: PackingFailed → cancelOrder',
      'orders: ShippingFailed → cancelOrder',
      'stock: OrderPlaced → reserve; reserved: StockReserved; reserve-forbidden: StockNotReserved (failed); at last: release, StockNotReserved',
      'stock: PaymentFailed → release',
      'stock: InvoiceFailed → release',
      'stock: PackingFailed → release',
      'stock: ShippingFailed → release',
      'payments: StockReserved → pay; paid: OrderPaid; payment-declined: PaymentFailed (declined); pay-forbidden: PaymentFailed (failed); at last: payBack, PaymentFailed',
      'payments: InvoiceFailed → payBack',
      'payments: PackingFailed → payBack',
      'payments: ShippingFailed → payBack',
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
});
