import type { Window } from '../analysis/phases.ts';
import type { ClientOrder } from '../load/order-message.ts';
import { answers, cutOff, notices, type Tickets } from '../load/ticket.ts';
import { type Outcomes, outcomeClasses } from '../result/outcomes.ts';
import type { RoundResult } from '../result/round.ts';
import { keysOf, recordOf } from '../shared/names.ts';
import type { Workflow } from '../workflow/definition.ts';
import { type Meaning, meaningOf } from '../workflow/meaning.ts';
import type { LedgerEntry } from '../workflow/order.ts';
import { orderCheck } from './causal-order.ts';
import { type EffectColumns, effectColumns, indexOfId, rowFlags } from './effect-columns.ts';
import { outcomeOf, type RequestFacts, reportedBy } from './outcome.ts';
import { outcomesFrom } from './totals.ts';
import { rowsIn } from './windows.ts';

export interface AuditInput {
  readonly workflow: Workflow;
  readonly tickets: Tickets;
  /** Rows of all services' ledgers; rows of one service in the order of commit. */
  readonly entries: Iterable<LedgerEntry>;
  /** Ids still in a queue or an outbox when the drain ended; dead letters, which nobody will take up, not among them. */
  readonly queued: ReadonlySet<string>;
  /** End of the warm-up on the clock of the ledger stamps. */
  readonly originMs: number;
  /** The drain ended because nothing was left, not because its deadline passed. */
  readonly drained: boolean;
  /** What the client ordered, asked for once per request in their order; without it users and plans are not looked at. */
  readonly orderOf?: (index: number) => Pick<ClientOrder, 'userId' | 'plan'>;
  /** Ledgers or queues that could not be read, each with its reason. */
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
  /** All requests of the round, warm-up included, and foreign ids. */
  readonly money: RoundResult['money'];
  /** Sent requests that got no class; more than 0 makes the round invalid. */
  readonly withoutClass: number;
  /** What keeps the audit from a sure verdict, one clause each. */
  readonly problems: readonly string[];
}

const completedClass = outcomeClasses.indexOf('completed');
/** Bits of what is counted beside the classes. */
const beside = { duplicated: 1, doubleCharged: 2, misplaced: 4, outOfOrder: 8, foreignUser: 16 } as const;
/** Payments that stand in the wrong books, came out of order or are another user's prove nothing, even if they add up. */
const voids = beside.misplaced | beside.outOfOrder | beside.foreignUser;
const besideNames = keysOf(beside);

const balanceOf = ({ timesOf, active }: EffectColumns, { money }: Meaning, index: number): number =>
  money === null ? active[index]! : timesOf(index, money.done) - timesOf(index, money.undone);

const isHeldWrongly = ({ timesOf, active }: EffectColumns, { held }: Meaning, index: number): boolean =>
  held.some(({ done, undone }) => {
    const holds = timesOf(index, done) - timesOf(index, undone);
    return holds < 0 || holds > active[index]!;
  });

/** Whether all that completing means was done, and what was taken back done once more. */
const isRestDone = ({ timesOf }: EffectColumns, { required, held }: Meaning, index: number): boolean =>
  required.every((effect) => timesOf(index, effect) > 0) &&
  held.every(
    ({ done, undone }) => !required.includes(done) || timesOf(index, done) - timesOf(index, undone) > 0,
  );

const evidenceOf = (
  tickets: Tickets,
  effects: EffectColumns,
  meaning: Meaning,
  queued: Uint8Array,
  index: number,
): RequestFacts => {
  const { opened, money, cancelled, declined, told } = meaning;
  const has = (effect: string): boolean => effects.timesOf(index, effect) > 0;
  return {
    reported: reportedBy(
      answers[tickets.answer[index]!] ?? 'none',
      notices[tickets.notice[index]!] ?? 'none',
    ),
    opened: has(opened),
    saidNo: declined.some(has),
    paid: money !== null && has(money.done),
    balance: balanceOf(effects, meaning, index),
    active: effects.active[index] === 1,
    cancelled: has(cancelled),
    heldWrongly: isHeldWrongly(effects, meaning, index),
    restDone: isRestDone(effects, meaning, index),
    told: has(told.ready),
    isOpen: queued[index] === 1 || tickets.errors[tickets.error[index]!] === cutOff,
  };
};

/** More than one effect of a step; a step that may end in different effects has them added up. */
const flagsOf = ({ timesOf }: EffectColumns, { once, money }: Meaning, index: number): number => {
  const repeated = once.some((ends) => ends.reduce((sum, effect) => sum + timesOf(index, effect), 0) > 1);
  const doubleCharged = money !== null && timesOf(index, money.done) - timesOf(index, money.undone) > 1;
  return (repeated ? beside.duplicated : 0) | (doubleCharged ? beside.doubleCharged : 0);
};

const wrongRowsOf = ({ flags }: EffectColumns, index: number): number =>
  ((flags[index]! & rowFlags.misplaced) === 0 ? 0 : beside.misplaced) |
  ((flags[index]! & rowFlags.foreignUser) === 0 ? 0 : beside.foreignUser);

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

const classify = (input: AuditInput, effects: EffectColumns, meaning: Meaning): Columns => {
  const { tickets } = input;
  const queued = markQueued(input.queued, tickets);
  const decidable = (input.unreadable ?? []).length === 0;
  const classes = new Uint8Array(tickets.count).fill(notSent);
  const flags = new Uint8Array(tickets.count);
  const completedAt = new Float64Array(tickets.count).fill(Number.NaN);
  const isOutOfOrder = orderCheck(tickets, effects, meaning);
  const done = meaning.required.map(effects.firstOf);
  for (let index = 0; index < tickets.count; index += 1) {
    if (Number.isNaN(tickets.sentAt[index]!)) continue;
    flags[index] =
      flagsOf(effects, meaning, index) |
      wrongRowsOf(effects, index) |
      (isOutOfOrder(index) ? beside.outOfOrder : 0);
    if (!decidable) {
      classes[index] = undecided;
      continue;
    }
    classes[index] = outcomeClasses.indexOf(outcomeOf(evidenceOf(tickets, effects, meaning, queued, index)));
    if (classes[index] !== completedClass) continue;
    // The client may hear before the last branch of the choreography has committed, and before its own answer; done means
    // all of it, whatever order a style did it in.
    const heardAt = tickets.completedAt[index]!;
    let latest = tickets.answeredAt[index]!;
    if (heardAt > latest) latest = heardAt;
    for (const effect of done) if (effect[index]! > latest) latest = effect[index]!;
    completedAt[index] = latest;
  }
  return { classes, flags, completedAt };
};

const totalsOf =
  (tickets: Tickets, { classes, flags }: Columns, effects: EffectColumns) =>
  (windows: readonly Window[], foreign: number): Outcomes => {
    const perClass = outcomeClasses.map(() => 0);
    const marked = besideNames.map(() => 0);
    let sent = 0;
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
        for (const [place, name] of besideNames.entries())
          if ((flags[index]! & beside[name]) !== 0) marked[place]! += 1;
      }
    }
    const counts = recordOf(besideNames, (_, place) => marked[place] ?? 0);
    return outcomesFrom({ perClass, sent, ...counts, unexpected });
  };

/** Payments against what is in force, request by request: two errors that cancel out in the sum do not. */
const moneyOf = (
  { count }: Tickets,
  effects: EffectColumns,
  meaning: Meaning,
  columns: Columns,
): RoundResult['money'] => {
  let unbalanced = effects.foreignUnbalanced;
  let active = effects.foreignActive;
  let isClean = effects.foreign === 0;
  for (let index = 0; index < count; index += 1) {
    const owed = balanceOf(effects, meaning, index);
    active += effects.active[index]!;
    if (owed !== effects.active[index]!) unbalanced += 1;
    if ((columns.flags[index]! & voids) !== 0) isClean = false;
    if (columns.classes[index] === notSent && effects.total[index]! > 0) isClean = false;
  }
  const { charges, refunds } = effects;
  return { charges, refunds, active, balanced: unbalanced === 0 && isClean, unbalanced, requests: count };
};

/** Joins what the client saw with what the services durably did, and puts every sent request into exactly one class. */
export const audit = (input: AuditInput): AuditResult => {
  const { tickets } = input;
  const meaning = meaningOf(input.workflow);
  const effects = effectColumns(tickets, input.entries, meaning, input.originMs, input.orderOf);
  const columns = classify(input, effects, meaning);
  const totals = totalsOf(tickets, columns, effects);
  return {
    classes: columns.classes,
    completedAt: columns.completedAt,
    activeAt: effects.firstOf(meaning.inForce),
    readyAt: effects.firstOf(meaning.told.ready),
    outcomes: totals([[0, Number.POSITIVE_INFINITY]], effects.foreign),
    outcomesIn: (windows) => totals(windows, 0),
    money: moneyOf(tickets, effects, meaning, columns),
    withoutClass: columns.classes.reduce((sum, outcome) => sum + (outcome === undecided ? 1 : 0), 0),
    problems: problemsOf(input),
  };
};
