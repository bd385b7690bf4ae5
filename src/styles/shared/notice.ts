import type { Effect, NoticeKind } from '../../workflow/order.ts';

const kinds: readonly NoticeKind[] = ['ready', 'declined', 'failed'];

/** Reads what a message or call asks to be told; `ready` when it does not say. */
export const noticeFrom = (value: unknown): NoticeKind => kinds.find((kind) => kind === value) ?? 'ready';

/** The notice that a ledger row stands for; undefined for any other row. */
export const noticeOf = (effect: Effect): NoticeKind | undefined =>
  kinds.find((kind) => effect === `notified-${kind}`);
