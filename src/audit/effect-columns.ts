import type { ClientOrder } from '../load/order-message.ts';
import type { Tickets } from '../load/ticket.ts';
import type { Meaning } from '../workflow/meaning.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { balanceOfForeign } from './foreign-money.ts';

/** The ledgers of a round, folded into one row per request. */
export interface EffectColumns {
  /** How often the request had the effect; stops at 255. */
  readonly timesOf: (index: number, effect: string) => number;
  /** Effects of any kind; 0 for a request that left no trace. */
  readonly total: Uint16Array;
  /** 1 where the request is in force: that was committed later than its cancelling. */
  readonly active: Uint8Array;
  /** When the effect was first committed, ms from the end of the warm-up; NaN when never. */
  readonly firstOf: (effect: string) => Float64Array;
  /** When the earliest work on the effect began, likewise. */
  readonly startOf: (effect: string) => Float64Array;
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

export const rowFlags = { misplaced: 1, foreignUser: 2, undoneBeforeDone: 4 } as const;

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

/** A row that stands in another service's ledger, or that a process of another service wrote into this one. */
const isMisplaced = (
  { service, effect, instance }: LedgerEntry,
  homeOf: ReadonlyMap<string, string>,
): boolean => {
  const home = homeOf.get(effect);
  // What is no effect of the workflow belongs nowhere.
  if (home === undefined) return true;
  return service !== home || !instance.startsWith(home) || instance.charCodeAt(home.length) !== 45;
};

/**
 * Folds ledger rows into columns. Rows of one service come in the order in which they were committed. `originMs` is the
 * end of the warm-up on the clock of the rows; `orderOf`, asked once per request in their order, is what the client sent.
 */
export const effectColumns = (
  tickets: Pick<Tickets, 'idPrefix' | 'count'>,
  entries: Iterable<LedgerEntry>,
  meaning: Meaning,
  originMs: number,
  orderOf?: (index: number) => Pick<ClientOrder, 'userId' | 'plan'>,
): EffectColumns => {
  const { count } = tickets;
  const { effects, homeOf, money, held, inForce, cancelled } = meaning;
  const width = effects.length;
  const columns: ReadonlyMap<string, number> = new Map(effects.map((effect, index) => [effect, index]));
  const columnOf = (effect: string): number => {
    const column = columns.get(effect);
    if (column === undefined) throw new Error(`the workflow has no effect ${effect}`);
    return column;
  };
  /** Where an effect that takes another back finds how often that was there. */
  const takenBack: ReadonlyMap<string, number> = new Map(
    [...held, ...(money === null ? [] : [money])].map(({ done, undone }) => [undone, columnOf(done)]),
  );
  const times = new Uint8ClampedArray(count * width);
  const total = new Uint16Array(count);
  const active = new Uint8Array(count);
  const flags = new Uint8Array(count);
  const firsts = effects.map(() => new Float64Array(count).fill(Number.NaN));
  const starts = effects.map(() => new Float64Array(count).fill(Number.NaN));
  const orders = orderOf === undefined ? null : Array.from({ length: count }, (_, index) => orderOf(index));
  const foreignRows: LedgerEntry[] = [];
  let charges = 0;
  let refunds = 0;
  for (const entry of entries) {
    const { requestId, effect, at } = entry;
    const index = indexOfId(requestId, tickets);
    if (effect === money?.done) charges += 1;
    else if (effect === money?.undone) refunds += 1;
    if (index < 0) {
      foreignRows.push(entry);
      continue;
    }
    total[index]! += 1;
    if (isMisplaced(entry, homeOf)) flags[index]! |= rowFlags.misplaced;
    if (orders !== null && (orders[index]!.userId !== entry.userId || orders[index]!.plan !== entry.plan))
      flags[index]! |= rowFlags.foreignUser;
    const column = columns.get(effect);
    if (column === undefined) continue;
    times[index * width + column]! += 1;
    const done = takenBack.get(effect);
    if (effect === inForce) active[index] = 1;
    else if (effect === cancelled) active[index] = 0;
    else if (done !== undefined && times[index * width + column]! > times[index * width + done]!)
      flags[index]! |= rowFlags.undoneBeforeDone;
    firsts[column]![index] = earliest(firsts[column]![index]!, at - originMs);
    starts[column]![index] = earliest(starts[column]![index]!, entry.startedAt - originMs);
  }
  const foreignMoney = balanceOfForeign(foreignRows, meaning);
  return {
    timesOf: (index, effect) => times[index * width + columnOf(effect)]!,
    firstOf: (effect) => firsts[columnOf(effect)]!,
    startOf: (effect) => starts[columnOf(effect)]!,
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
