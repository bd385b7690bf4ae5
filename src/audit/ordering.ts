import { type OrderSequence, placeIn } from '../load/sequence.ts';
import type { Tickets } from '../load/ticket.ts';
import type { Meaning } from '../workflow/meaning.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { indexOfId } from './effect-columns.ts';

/** Where in its service's ledger each request first had an effect; the rows of a service come in the order of commit. */
const firstPositions = (
  tickets: Tickets,
  entries: Iterable<LedgerEntry>,
  wanted: ReadonlySet<string>,
): ReadonlyMap<number, number> => {
  const positions = new Map<number, number>();
  let position = 0;
  for (const { requestId, effect } of entries) {
    position += 1;
    if (!wanted.has(effect)) continue;
    const index = indexOfId(requestId, tickets);
    if (index >= 0 && !positions.has(index)) positions.set(index, position);
  }
  return positions;
};

const byPosition =
  (positions: ReadonlyMap<number, number>) =>
  (a: number, b: number): number =>
    positions.get(a)! - positions.get(b)!;

const changesByUser = (tickets: Tickets, sequence: OrderSequence): readonly (readonly number[])[] => {
  const users = new Map<number, number[]>();
  for (let index = 0; index < tickets.count; index += 1) {
    const { user } = placeIn(sequence, index);
    const known = users.get(user);
    if (known === undefined) users.set(user, [index]);
    else known.push(index);
  }
  return [...users.values()];
};

/**
 * Were a user's changes taken up in the order in which the front door had opened them? All requests of the round, the warm-up's
 * too. A pair is two changes of one user of which one was opened right after the other and both were decided (by the step
 * that takes money, or else by the first after the opening one); a wrong end is a user whose change that came into force last is not the one opened last.
 */
export const orderCounters = (
  tickets: Tickets,
  entries: readonly LedgerEntry[],
  sequence: OrderSequence,
  { opened: openedEffect, decidedBy, inForce }: Pick<Meaning, 'opened' | 'decidedBy' | 'inForce'>,
): Readonly<Record<'order.pairs' | 'order.violations' | 'order.users' | 'order.wrongEnds', number>> => {
  const opened = firstPositions(tickets, entries, new Set([openedEffect]));
  const decided = firstPositions(tickets, entries, new Set(decidedBy));
  const settled = firstPositions(tickets, entries, new Set([inForce]));
  const counters = { 'order.pairs': 0, 'order.violations': 0, 'order.users': 0, 'order.wrongEnds': 0 };
  for (const changes of changesByUser(tickets, sequence)) {
    const inOrder = changes.filter((index) => opened.has(index)).sort(byPosition(opened));
    const paid = inOrder.filter((index) => decided.has(index));
    for (const [place, later] of paid.entries()) {
      const earlier = paid[place - 1];
      if (earlier === undefined) continue;
      counters['order.pairs'] += 1;
      if (decided.get(later)! < decided.get(earlier)!) counters['order.violations'] += 1;
    }
    const active = inOrder.filter((index) => settled.has(index));
    if (active.length < 2) continue;
    counters['order.users'] += 1;
    const last = active.toSorted(byPosition(settled)).at(-1);
    if (last !== active.at(-1)) counters['order.wrongEnds'] += 1;
  }
  return counters;
};
