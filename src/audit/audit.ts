import type { Window } from '../analysis/phases.ts';
import { type Outcomes, outcomeClasses, type RoundResult } from '../analysis/result.ts';
import { answers, notices, type Tickets } from '../load/ticket.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { type EffectColumns, effectColumns, indexOfId } from './effect-columns.ts';
import { type Evidence, outcomeOf, toldBy } from './outcome.ts';
import { outcomesFrom } from './totals.ts';
import { rowsIn } from './windows.ts';

export interface AuditInput {
  readonly tickets: Tickets;
  /** Rows of all services' ledgers; rows of one service in the order of commit. */
  readonly entries: Iterable<LedgerEntry>;
  /** Ids still in a queue or an outbox when the drain ended; dead letters, which nobody will take up, not among them. */
  readonly queued: ReadonlySet<string>;
  /** End of the warm-up on the clock of the ledger stamps. */
  readonly originMs: number;
  /** The drain ended because nothing was left, not because its deadline passed. */
  readonly drained: boolean;
  /** Ledgers or queues that could not be read, for instance `payments ledger: disk I/O error`. */
  readonly unreadable?: readonly string[];
}

/** Values of `classes` that are not an index into `outcomeClasses`. */
export const notSent = 255;
export const undecided = 254;

export interface AuditResult {
  /** Per request: index into `outcomeClasses`, or `notSent`, or `undecided`. */
  readonly classes: Uint8Array;
  /** When the whole workflow was done and the client knew, ms from the end of the warm-up; NaN unless completed. */
  readonly completedAt: Float64Array;
  readonly activeAt: Float64Array;
  readonly readyAt: Float64Array;
  /** Every request that was due after the warm-up. */
  readonly outcomes: Outcomes;
  /** The same for the requests due in the windows. Effects under a foreign id have no due time: only `outcomes` has them. */
  readonly outcomesIn: (windows: readonly Window[]) => Outcomes;
  /** All requests of the round, warm-up included. */
  readonly money: RoundResult['money'];
  /** Sent requests that got no class; more than 0 makes the round invalid. */
  readonly withoutClass: number;
  /** What keeps the audit from a sure verdict, one clause each. */
  readonly problems: readonly string[];
}

const completedClass = outcomeClasses.indexOf('completed');
const duplicatedFlag = 1;
const doubleChargedFlag = 2;

const evidenceOf = (
  tickets: Tickets,
  effects: EffectColumns,
  queued: Uint8Array,
  index: number,
): Evidence => {
  const charges = effects.timesOf(index, 'charged');
  return {
    told: toldBy(answers[tickets.answer[index]!] ?? 'none', notices[tickets.notice[index]!] ?? 'none'),
    opened: effects.timesOf(index, 'opened') > 0,
    bankDeclined: effects.timesOf(index, 'declined') > 0,
    charged: charges > 0,
    balance: charges - effects.timesOf(index, 'refunded'),
    active: effects.active[index] === 1,
    cancelled: effects.timesOf(index, 'cancelled') > 0,
    recommended: effects.timesOf(index, 'recommended') > 0,
    noticed: effects.timesOf(index, 'notified-ready') > 0,
    queued: queued[index] === 1,
  };
};

/** More than one effect of a step; a step that may end in different effects (charge, notify) has them added up. */
const flagsOf = ({ timesOf }: EffectColumns, index: number): number => {
  const repeated =
    timesOf(index, 'opened') > 1 ||
    timesOf(index, 'charged') + timesOf(index, 'declined') > 1 ||
    timesOf(index, 'activated') > 1 ||
    timesOf(index, 'recommended') > 1 ||
    timesOf(index, 'notified-ready') +
      timesOf(index, 'notified-declined') +
      timesOf(index, 'notified-failed') >
      1 ||
    timesOf(index, 'cancelled') > 1 ||
    timesOf(index, 'refunded') > 1;
  const doubleCharged = timesOf(index, 'charged') - timesOf(index, 'refunded') > 1;
  return (repeated ? duplicatedFlag : 0) | (doubleCharged ? doubleChargedFlag : 0);
};

const markQueued = (queued: ReadonlySet<string>, tickets: Tickets): Uint8Array => {
  const marks = new Uint8Array(tickets.count);
  for (const id of queued) {
    const index = indexOfId(id, tickets);
    if (index >= 0) marks[index] = 1;
  }
  return marks;
};

const problemsOf = ({ queued, drained, unreadable = [] }: AuditInput): string[] => [
  ...unreadable.map((what) => `could not read ${what}`),
  ...(drained && queued.size > 0
    ? [`the drain reported nothing left, yet ${queued.size} ids were queued`]
    : []),
];

interface Columns {
  readonly classes: Uint8Array;
  readonly flags: Uint8Array;
  readonly completedAt: Float64Array;
}

const classify = (input: AuditInput, effects: EffectColumns): Columns => {
  const { tickets } = input;
  const queued = markQueued(input.queued, tickets);
  const decidable = (input.unreadable ?? []).length === 0;
  const classes = new Uint8Array(tickets.count).fill(notSent);
  const flags = new Uint8Array(tickets.count);
  const completedAt = new Float64Array(tickets.count).fill(Number.NaN);
  for (let index = 0; index < tickets.count; index += 1) {
    if (Number.isNaN(tickets.sentAt[index]!)) continue;
    flags[index] = flagsOf(effects, index);
    if (!decidable) {
      classes[index] = undecided;
      continue;
    }
    classes[index] = outcomeClasses.indexOf(outcomeOf(evidenceOf(tickets, effects, queued, index)));
    if (classes[index] !== completedClass) continue;
    // The client may hear before the last branch of the choreography has committed; done means all of it.
    const heardAt = tickets.completedAt[index]!;
    completedAt[index] = Math.max(
      Number.isNaN(heardAt) ? tickets.answeredAt[index]! : heardAt,
      effects.activeAt[index]!,
      effects.readyAt[index]!,
    );
  }
  return { classes, flags, completedAt };
};

const totalsOf =
  (tickets: Tickets, { classes, flags }: Columns, effects: EffectColumns) =>
  (windows: readonly Window[], foreign: number): Outcomes => {
    const perClass = outcomeClasses.map(() => 0);
    let sent = 0;
    let duplicated = 0;
    let doubleCharged = 0;
    let unexpected = foreign;
    for (const [first, end] of rowsIn(tickets.dueAt, windows)) {
      for (let index = first; index < end; index += 1) {
        const outcome = classes[index]!;
        if (outcome === notSent) {
          unexpected += effects.total[index]!;
          continue;
        }
        sent += 1;
        if (outcome !== undecided) perClass[outcome]! += 1;
        if ((flags[index]! & duplicatedFlag) !== 0) duplicated += 1;
        if ((flags[index]! & doubleChargedFlag) !== 0) doubleCharged += 1;
      }
    }
    return outcomesFrom({ perClass, sent, duplicated, doubleCharged, unexpected });
  };

/** Joins what the client saw with what the services durably did, and puts every sent request into exactly one class. */
export const audit = (input: AuditInput): AuditResult => {
  const { tickets } = input;
  const effects = effectColumns(tickets, input.entries, input.originMs);
  const columns = classify(input, effects);
  const totals = totalsOf(tickets, columns, effects);
  const active = effects.active.reduce((sum, flag) => sum + flag, 0);
  const { charges, refunds, activeAt, readyAt } = effects;
  return {
    classes: columns.classes,
    completedAt: columns.completedAt,
    activeAt,
    readyAt,
    outcomes: totals([[0, Number.POSITIVE_INFINITY]], effects.foreign),
    outcomesIn: (windows) => totals(windows, 0),
    money: { charges, refunds, active, balanced: charges - refunds === active },
    withoutClass: columns.classes.reduce((sum, outcome) => sum + (outcome === undecided ? 1 : 0), 0),
    problems: problemsOf(input),
  };
};
