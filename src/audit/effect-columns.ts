import type { ClientOrder } from '../load/order-message.ts';
import type { Tickets } from '../load/ticket.ts';
import { type Effect, effects, type LedgerEntry, serviceOf } from '../workflow/order.ts';
import { balanceOfForeign } from './foreign-money.ts';

/** The ledgers of a round, folded into one row per request. */
export interface EffectColumns {
  /** How often the request had the effect; stops at 255. */
  readonly timesOf: (index: number, effect: Effect) => number;
  /** Effects of any kind; 0 for a request that left no trace. */
  readonly total: Uint16Array;
  /** 1 where the latest of activated and cancelled is activated. */
  readonly active: Uint8Array;
  /** When the effect was first committed, ms from the end of the warm-up; NaN when never. Only of the effects in `traced`. */
  readonly firstOf: (effect: Traced) => Float64Array;
  /** When the earliest work on the effect began, likewise. */
  readonly startOf: (effect: Traced) => Float64Array;
  /** `rowFlags` of the request's rows. */
  readonly flags: Uint8Array;
  /** Effects whose id is not one of this round's, and how many of those ids have charges − refunds ≠ active. */
  readonly foreign: number;
  readonly foreignUnbalanced: number;
  /** Over all requests of the round, warm-up, never sent ones and foreign ids included. */
  readonly charges: number;
  readonly refunds: number;
  readonly foreignActive: number;
}

/** The effects that completing means, and the bad news with its notices. */
const traced = [
  'opened',
  'charged',
  'activated',
  'recommended',
  'notified-ready',
  'declined',
  'notified-declined',
  'notified-failed',
] as const satisfies readonly Effect[];
export type Traced = (typeof traced)[number];

export const rowFlags = { misplaced: 1, foreignUser: 2, refundBeforeCharge: 4 } as const;

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
const tracedColumns: ReadonlyMap<Effect, number> = new Map(traced.map((effect, index) => [effect, index]));
const charged = columns.get('charged')!;
const refunded = columns.get('refunded')!;

/** A row that stands in another service's ledger, or that a process of another service wrote into this one. */
const isMisplaced = ({ service, effect, instance }: LedgerEntry): boolean => {
  const home = serviceOf[effect];
  return service !== home || !instance.startsWith(home) || instance.charCodeAt(home.length) !== 45;
};

/**
 * Folds ledger rows into columns. Rows of one service come in the order in which they were committed. `originMs` is the
 * end of the warm-up on the clock of the rows; `orderOf`, asked once per request in their order, is what the client sent.
 */
export const effectColumns = (
  tickets: Pick<Tickets, 'idPrefix' | 'count'>,
  entries: Iterable<LedgerEntry>,
  originMs: number,
  orderOf?: (index: number) => Pick<ClientOrder, 'userId' | 'plan'>,
): EffectColumns => {
  const { count } = tickets;
  const times = new Uint8ClampedArray(count * width);
  const total = new Uint16Array(count);
  const active = new Uint8Array(count);
  const flags = new Uint8Array(count);
  const firsts = traced.map(() => new Float64Array(count).fill(Number.NaN));
  const starts = traced.map(() => new Float64Array(count).fill(Number.NaN));
  const orders = orderOf === undefined ? null : Array.from({ length: count }, (_, index) => orderOf(index));
  const foreignRows: LedgerEntry[] = [];
  let charges = 0;
  let refunds = 0;
  for (const entry of entries) {
    const { requestId, effect, at } = entry;
    const index = indexOfId(requestId, tickets);
    if (effect === 'charged') charges += 1;
    else if (effect === 'refunded') refunds += 1;
    if (index < 0) {
      foreignRows.push(entry);
      continue;
    }
    times[index * width + columns.get(effect)!]! += 1;
    total[index]! += 1;
    if (isMisplaced(entry)) flags[index]! |= rowFlags.misplaced;
    if (orders !== null && (orders[index]!.userId !== entry.userId || orders[index]!.plan !== entry.plan))
      flags[index]! |= rowFlags.foreignUser;
    if (effect === 'activated') active[index] = 1;
    else if (effect === 'cancelled') active[index] = 0;
    else if (effect === 'refunded' && times[index * width + refunded]! > times[index * width + charged]!)
      flags[index]! |= rowFlags.refundBeforeCharge;
    const column = tracedColumns.get(effect);
    if (column === undefined) continue;
    firsts[column]![index] = earliest(firsts[column]![index]!, at - originMs);
    starts[column]![index] = earliest(starts[column]![index]!, entry.startedAt - originMs);
  }
  const foreignMoney = balanceOfForeign(foreignRows);
  return {
    timesOf: (index, effect) => times[index * width + columns.get(effect)!]!,
    firstOf: (effect) => firsts[tracedColumns.get(effect)!]!,
    startOf: (effect) => starts[tracedColumns.get(effect)!]!,
    total,
    active,
    flags,
    charges,
    refunds,
    foreign: foreignRows.length,
    foreignUnbalanced: foreignMoney.unbalanced,
    foreignActive: foreignMoney.active,
  };
};

/** A NaN stands for "not yet". */
const earliest = (known: number, next: number): number =>
  Number.isNaN(known) || next < known ? next : known;
