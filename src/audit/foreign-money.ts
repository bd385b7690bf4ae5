import type { Meaning } from '../workflow/meaning.ts';
import type { LedgerEntry } from '../workflow/order.ts';

/** Foreign ids whose charges − refunds are not what is in force, and how many foreign ids are in force. */
export const balanceOfForeign = (
  rows: readonly LedgerEntry[],
  { money, inForce, cancelled }: Pick<Meaning, 'money' | 'inForce' | 'cancelled'>,
): { readonly unbalanced: number; readonly active: number } => {
  const books = new Map<string, { owed: number; active: boolean }>();
  for (const { requestId, effect } of rows) {
    const book = books.get(requestId) ?? { owed: 0, active: false };
    books.set(requestId, book);
    if (effect === money?.done) book.owed += 1;
    else if (effect === money?.undone) book.owed -= 1;
    else if (effect === inForce) book.active = true;
    else if (effect === cancelled) book.active = false;
  }
  const all = [...books.values()];
  return {
    unbalanced: money === null ? 0 : all.filter(({ owed, active }) => owed !== (active ? 1 : 0)).length,
    active: all.filter(({ active }) => active).length,
  };
};
