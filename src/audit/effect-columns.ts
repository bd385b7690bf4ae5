import type { Tickets } from '../load/ticket.ts';
import { type Effect, effects, type LedgerEntry } from '../workflow/order.ts';

/** The ledgers of a round, folded into one row per request. */
export interface EffectColumns {
  /** How often the request had the effect; stops at 255. */
  readonly timesOf: (index: number, effect: Effect) => number;
  /** Effects of any kind; 0 for a request that left no trace. */
  readonly total: Uint16Array;
  /** 1 where the latest of activated and cancelled is activated. */
  readonly active: Uint8Array;
  /** When the subscription first became active, ms from the end of the warm-up; NaN when never. */
  readonly activeAt: Float64Array;
  /** When the first `ready` notice was committed, likewise. */
  readonly readyAt: Float64Array;
  /** Effects whose id is not one of this round's. */
  readonly foreign: number;
  /** Over all requests of the round, warm-up and never sent ones included. */
  readonly charges: number;
  readonly refunds: number;
}

/** The row of a request id; -1 when the id is not one of this round's. No regular expression: it runs per ledger row. */
export const indexOfId = (id: string, { idPrefix, count }: Pick<Tickets, 'idPrefix' | 'count'>): number => {
  const start = idPrefix.length;
  if (id.length === start || !id.startsWith(idPrefix)) return -1;
  if (id.charCodeAt(start) === 48 && id.length > start + 1) return -1;
  let index = 0;
  for (let at = start; at < id.length; at += 1) {
    const digit = id.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    index = index * 10 + digit;
  }
  return index < count ? index : -1;
};

const width = effects.length;
const columns: ReadonlyMap<Effect, number> = new Map(effects.map((effect, index) => [effect, index]));

/**
 * Folds ledger rows into columns. Rows of one service come in the order in which they were committed. `originMs` is the
 * end of the warm-up on the clock of the rows.
 */
export const effectColumns = (
  tickets: Pick<Tickets, 'idPrefix' | 'count'>,
  entries: Iterable<LedgerEntry>,
  originMs: number,
): EffectColumns => {
  const { count } = tickets;
  const times = new Uint8ClampedArray(count * width);
  const total = new Uint16Array(count);
  const active = new Uint8Array(count);
  const activeAt = new Float64Array(count).fill(Number.NaN);
  const readyAt = new Float64Array(count).fill(Number.NaN);
  let foreign = 0;
  let charges = 0;
  let refunds = 0;
  for (const { requestId, effect, at } of entries) {
    const index = indexOfId(requestId, tickets);
    if (index < 0) {
      foreign += 1;
      continue;
    }
    if (effect === 'charged') charges += 1;
    else if (effect === 'refunded') refunds += 1;
    times[index * width + columns.get(effect)!]! += 1;
    total[index]! += 1;
    if (effect === 'activated') {
      active[index] = 1;
      activeAt[index] = earliest(activeAt[index]!, at - originMs);
    } else if (effect === 'cancelled') active[index] = 0;
    else if (effect === 'notified-ready') readyAt[index] = earliest(readyAt[index]!, at - originMs);
  }
  const timesOf = (index: number, effect: Effect): number => times[index * width + columns.get(effect)!]!;
  return { timesOf, total, active, activeAt, readyAt, foreign, charges, refunds };
};

/** A NaN stands for "not yet". */
const earliest = (known: number, next: number): number =>
  Number.isNaN(known) || next < known ? next : known;
