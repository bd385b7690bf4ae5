import type { Effect, NoticeKind, StepCall, StepName } from './order.ts';

/** A service's own ledger, seen from inside a transaction. */
export interface Book {
  /** Effects of a request in this service so far, oldest first. */
  readonly effectsOf: (requestId: string) => readonly Effect[];
}

/** Decides whether the bank declines; a pure function of seed and request, so every contestant meets the same bank. */
export type Bank = (requestId: string) => boolean;

/** What a step wants written (often one effect), and the effect that then stands for the request. */
export interface Decision {
  readonly append: readonly Effect[];
  readonly stands: Effect;
}

type Decide = (call: StepCall, book: Book, bank: Bank) => Decision;

const wrote = (...append: readonly [Effect, ...Effect[]]): Decision => ({ append, stands: append[0] });
const nothing = (stands: Effect): Decision => ({ append: [], stands });

const standing = (seen: readonly Effect[]): Effect =>
  seen.findLast((effect) => effect === 'activated' || effect === 'cancelled') ?? 'opened';

const outstandingCharges = (seen: readonly Effect[]): number =>
  seen.filter((effect) => effect === 'charged').length -
  seen.filter((effect) => effect === 'refunded').length;

const noticeEffects: Readonly<Record<NoticeKind, Effect>> = {
  ready: 'notified-ready',
  declined: 'notified-declined',
  failed: 'notified-failed',
};

const decisions: Readonly<Record<StepName, Decide>> = {
  open: () => wrote('opened'),
  charge: ({ order }, book, bank) => {
    if (book.effectsOf(order.requestId).includes('voided')) return nothing('voided');
    return wrote(bank(order.requestId) ? 'declined' : 'charged');
  },
  activate: ({ order }, book) =>
    standing(book.effectsOf(order.requestId)) === 'cancelled' ? nothing('cancelled') : wrote('activated'),
  recommend: () => wrote('recommended'),
  notify: ({ notice = 'ready' }) => wrote(noticeEffects[notice]),
  cancel: ({ order }, book) =>
    standing(book.effectsOf(order.requestId)) === 'cancelled' ? nothing('cancelled') : wrote('cancelled'),
  // Unlike cancel it leaves an active subscription alone: whoever settled first wins.
  giveUp: ({ order }, book) => {
    const stands = standing(book.effectsOf(order.requestId));
    return stands === 'opened' ? wrote('cancelled') : nothing(stands);
  },
  // Unlike refund it leaves a charge alone: it only makes sure that none comes later.
  voidCharge: ({ order }, book) => {
    const decided = book.effectsOf(order.requestId).at(-1);
    return decided === undefined ? wrote('voided') : nothing(decided);
  },
  // A refund that arrives before its charge forbids it; otherwise a delayed charge would be kept without a service.
  refund: ({ order }, book) => {
    const seen = book.effectsOf(order.requestId);
    const owed = outstandingCharges(seen);
    if (owed > 0) return wrote('refunded', ...Array.from({ length: owed - 1 }, () => 'refunded' as const));
    return seen.includes('refunded') || seen.includes('voided') ? nothing('refunded') : wrote('voided');
  },
};

/** The business rules of every step: what is written and what stands, from the call and the ledger alone. */
export const decide: Decide = (call, book, bank) => decisions[call.step](call, book, bank);
