import type { LedgerEntry } from '../workflow/order.ts';

/** Foreign ids whose charges − refunds are not what is active, and how many foreign ids are active. */
export const balanceOfForeign = (
  rows: readonly LedgerEntry[],
): { readonly unbalanced: number; readonly active: number } => {
  const books = new Map<string, { owed: number; active: boolean }>();
  for (const { requestId, effect } of rows) {
    const book = books.get(requestId) ?? { owed: 0, active: false };
    books.set(requestId, book);
    if (effect === 'charged') book.owed += 1;
    else if (effect === 'refunded') book.owed -= 1;
    else if (effect === 'activated') book.active = true;
    else if (effect === 'cancelled') book.active = false;
  }
  const all = [...books.values()];
  return {
    unbalanced: all.filter(({ owed, active }) => owed !== (active ? 1 : 0)).length,
    active: all.filter(({ active }) => active).length,
  };
};
