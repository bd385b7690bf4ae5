import type { Window } from '../../src/analysis/phases.ts';
import type { AuditInput } from '../../src/audit/audit.ts';
import { answers, notices } from '../../src/load/ticket.ts';
import type { OutcomeClass } from '../../src/result/outcomes.ts';
import type { Workflow, WorkflowStep } from '../../src/workflow/definition.ts';
import type { LedgerEntry } from '../../src/workflow/order.ts';

/**
 * The audit once more, slow and obvious: request by request and row by row, from docs/decisions/outcome-precedence.md and the
 * definition of the workflow. It shares nothing with src/audit but the shape of what goes in.
 */
export interface SlowVerdict {
  /** null: it was never sent, or nothing can be decided. */
  readonly outcome: OutcomeClass | null;
  readonly isSent: boolean;
  readonly marks: readonly Mark[];
  /** NaN unless completed. */
  readonly completedAt: number;
}

export type Mark = 'duplicated' | 'doubleCharged' | 'misplaced' | 'outOfOrder' | 'foreignUser';

export interface SlowAudit {
  readonly verdicts: readonly SlowVerdict[];
  /** Counts of the requests due in the windows; effects under ids of no request come on top only for the whole. */
  readonly countsIn: (windows: readonly Window[]) => Readonly<Record<string, number>>;
  readonly foreignRows: number;
  readonly money: {
    readonly charges: number;
    readonly refunds: number;
    readonly active: number;
    readonly unbalanced: number;
    readonly balanced: boolean;
    readonly requests: number;
  };
}

/** Two processes' stamps of the same moment may differ by as much, ms. */
const grainMs = 1;

const oneWith = ({ steps }: Workflow, role: string): WorkflowStep =>
  steps.find((step) => step.role === role)!;

/** The row that says that a step went well. */
const wellDone = ({ notices }: Workflow, step: WorkflowStep): string =>
  step.role === 'tells' ? notices.ready.effect : step.effect;

/** What a step may leave when it has been done, well or not. */
const ends = ({ notices }: Workflow, step: WorkflowStep): readonly string[] => {
  if (step.role === 'tells') return [notices.ready.effect, notices.declined.effect, notices.failed.effect];
  return step.declined === null ? [step.effect] : [step.effect, step.declined];
};

/** Whose ledger an effect belongs in; undefined for what is no effect of the workflow. */
const homeOf = (workflow: Workflow, effect: string): string | undefined =>
  workflow.steps.find(
    (step) =>
      ends(workflow, step).includes(effect) ||
      step.undo?.effect === effect ||
      ((step.role === null || step.role === 'takes-money') && step.forbid.effect === effect),
  )?.service;

const times = (rows: readonly LedgerEntry[], effect: string): number =>
  rows.filter((row) => row.effect === effect).length;

/** Of "put in force" and "cancelled" the later row decides. */
const isInForce = (workflow: Workflow, rows: readonly LedgerEntry[]): boolean => {
  const { effect, undo } = oneWith(workflow, 'puts-in-force');
  return rows.filter((row) => row.effect === effect || row.effect === undo!.effect).at(-1)?.effect === effect;
};

/** Taken minus given back; where nobody pays, whoever has something in force owes nothing for it. */
const balanceOf = (workflow: Workflow, rows: readonly LedgerEntry[]): number => {
  const paying = workflow.steps.find(({ role }) => role === 'takes-money');
  if (paying === undefined) return isInForce(workflow, rows) ? 1 : 0;
  return times(rows, paying.effect) - times(rows, paying.undo!.effect);
};

/** Every other step that can be taken back, with how often it stands. */
const holdings = (workflow: Workflow, rows: readonly LedgerEntry[]): readonly number[] =>
  workflow.steps
    .filter(({ role, undo }) => undo !== null && role === null)
    .map(({ effect, undo }) => times(rows, effect) - times(rows, undo!.effect));

type Word = 'yes' | 'promise' | 'declined' | 'error' | 'no, for good' | 'nothing';

/** The client's last word. */
const wordOf = (answer: string, notice: string): Word => {
  if (notice === 'declined') return 'declined';
  if (notice === 'failed') return 'no, for good';
  if (answer === 'active') return 'yes';
  if (answer === 'accepted') return notice === 'ready' ? 'yes' : 'promise';
  if (answer === 'declined') return 'declined';
  return answer === 'error' ? 'error' : 'nothing';
};

/** The questions of docs/decisions/outcome-precedence.md, one after the other. */
const outcomeOf = (
  workflow: Workflow,
  rows: readonly LedgerEntry[],
  word: Word,
  open: boolean,
): OutcomeClass => {
  const balance = balanceOf(workflow, rows);
  const inForce = isInForce(workflow, rows);
  const held = holdings(workflow, rows);
  const has = (effect: string): boolean => times(rows, effect) > 0;
  const cancelled = has(oneWith(workflow, 'puts-in-force').undo!.effect);
  const anyDeclined = workflow.steps.some(({ declined }) => declined !== null && has(declined));
  const everPaid = workflow.steps.some(({ role, effect }) => role === 'takes-money' && has(effect));
  const isHeldWrongly = held.some((count) => count < 0 || count > 1 || (count === 1 && !inForce));
  const isToldNo = word === 'declined' || word === 'no, for good';
  const isToldAny = isToldNo || word === 'error';

  // 1
  if (isToldNo && balance > 0 && inForce) return open ? 'unresolved' : 'contradicted';
  // 2
  const allDone =
    workflow.steps.every((step) => step.optional || has(wellDone(workflow, step))) &&
    held.every((count) => count > 0) &&
    balance > 0 &&
    inForce;
  if (allDone) return word === 'yes' ? 'completed' : 'recovered';
  // 3
  const isSettled = cancelled && balance === 0 && !inForce && !isHeldWrongly && isToldAny;
  if (open && !isSettled) return 'unresolved';
  // 4
  if ((balance > 0 && !inForce) || (inForce && balance <= 0) || balance < 0 || isHeldWrongly)
    return 'stranded';
  // 5
  if (word === 'yes' || word === 'promise') return 'vanished';
  // 6
  if (inForce) return 'stranded';
  // 7
  if (word === 'nothing') return 'dropped';
  if (word === 'declined' && anyDeclined) return 'declined';
  return everPaid ? 'compensated' : 'refused';
};

const isDuplicated = (workflow: Workflow, rows: readonly LedgerEntry[]): boolean =>
  workflow.steps.some(
    (step) =>
      rows.filter(({ effect }) => ends(workflow, step).includes(effect)).length > 1 ||
      (step.undo !== null && times(rows, step.undo.effect) > 1),
  );

const isMisplaced = (workflow: Workflow, { effect, service, instance }: LedgerEntry): boolean => {
  const home = homeOf(workflow, effect);
  return home === undefined || service !== home || !instance.startsWith(`${home}-`);
};

const earliest = (values: readonly number[]): number => Math.min(...values, Number.POSITIVE_INFINITY);

/** What a request's ticket says, in words and ms. */
interface Ticket {
  readonly answer: string;
  readonly notice: string;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly heardAt: number;
}

const isOutOfOrder = (
  workflow: Workflow,
  rows: readonly LedgerEntry[],
  { answer, notice, sentAt, answeredAt, heardAt }: Ticket,
  originMs: number,
): boolean => {
  const committed = (effect: string): number =>
    earliest(rows.filter((row) => row.effect === effect).map(({ at }) => at - originMs));
  const begun = (effect: string): number =>
    earliest(rows.filter((row) => row.effect === effect).map(({ startedAt }) => startedAt - originMs));
  const known = (moment: number): boolean => Number.isFinite(moment);
  /** One that never happened is before nothing, and nothing is before it. */
  const isBefore = (moment: number, cause: number): boolean =>
    known(moment) && known(cause) && moment < cause - grainMs;
  const noes = workflow.steps.flatMap(({ declined }) => declined ?? []);
  const firstNo = earliest(noes.map(committed));

  // Work that began before what it waits for was committed.
  for (const step of workflow.steps)
    for (const cause of step.after) {
      const before = committed(wellDone(workflow, workflow.steps.find(({ name }) => name === cause)!));
      if (isBefore(begun(wellDone(workflow, step)), before)) return true;
      if (step.declined !== null && isBefore(begun(step.declined), before)) return true;
    }
  if (isBefore(begun(workflow.notices.declined.effect), firstNo)) return true;
  // Work on what nobody had asked for.
  if (isBefore(begun(oneWith(workflow, 'opens').effect), sentAt)) return true;
  // Undone more often than done so far.
  for (const { role, effect, undo } of workflow.steps) {
    if (undo === null || role === 'puts-in-force') continue;
    let held = 0;
    for (const row of rows) {
      if (row.effect === effect) held += 1;
      if (row.effect === undo.effect) held -= 1;
      if (row.effect === undo.effect && held < 0) return true;
    }
  }
  // Told before it was so.
  if (answer === 'active')
    for (const step of workflow.steps)
      if (!step.optional && isBefore(answeredAt, committed(wellDone(workflow, step)))) return true;
  if (answer === 'accepted' && isBefore(answeredAt, committed(oneWith(workflow, 'opens').effect)))
    return true;
  if (answer === 'declined' && isBefore(answeredAt, firstNo)) return true;
  return notices.some(
    (one) => one !== 'none' && one === notice && isBefore(heardAt, committed(workflow.notices[one].effect)),
  );
};

/** Judges a whole round. */
export const slowAudit = (input: AuditInput): SlowAudit => {
  const { workflow, tickets, originMs, queued, orderOf, unreadable = [] } = input;
  const entries = [...input.entries];
  const ids = Array.from({ length: tickets.count }, (_, index) => `${tickets.idPrefix}${index}`);
  const rowsOf = (id: string): readonly LedgerEntry[] => entries.filter(({ requestId }) => requestId === id);
  const foreign = entries.filter(({ requestId }) => !ids.includes(requestId));

  const verdictOf = (id: string, index: number): SlowVerdict => {
    const rows = rowsOf(id);
    const ticket: Ticket = {
      answer: answers[tickets.answer[index]!]!,
      notice: notices[tickets.notice[index]!]!,
      sentAt: tickets.sentAt[index]!,
      answeredAt: tickets.answeredAt[index]!,
      heardAt: tickets.completedAt[index]!,
    };
    if (Number.isNaN(ticket.sentAt))
      return { outcome: null, isSent: false, marks: [], completedAt: Number.NaN };
    const ordered = orderOf?.(index);
    const isForeign = ({ userId, plan }: LedgerEntry): boolean =>
      ordered !== undefined && (userId !== ordered.userId || plan !== ordered.plan);
    const pays = workflow.steps.some(({ role }) => role === 'takes-money');
    const found: Readonly<Record<Mark, boolean>> = {
      duplicated: isDuplicated(workflow, rows),
      doubleCharged: pays && balanceOf(workflow, rows) > 1,
      misplaced: rows.some((row) => isMisplaced(workflow, row)),
      outOfOrder: isOutOfOrder(workflow, rows, ticket, originMs),
      foreignUser: rows.some(isForeign),
    };
    const marks = markNames.filter((mark) => found[mark]);
    if (unreadable.length > 0) return { outcome: null, isSent: true, marks, completedAt: Number.NaN };
    const open = queued.has(id) || tickets.errors[tickets.error[index]!] === 'cut off when the drain ended';
    const outcome = outcomeOf(workflow, rows, wordOf(ticket.answer, ticket.notice), open);
    const commits = workflow.steps
      .filter(({ optional }) => !optional)
      .map((step) =>
        earliest(
          rows.filter(({ effect }) => effect === wellDone(workflow, step)).map(({ at }) => at - originMs),
        ),
      );
    const moments = [ticket.answeredAt, ticket.heardAt, ...commits].filter((one) => !Number.isNaN(one));
    return {
      outcome,
      isSent: true,
      marks,
      completedAt: outcome === 'completed' ? Math.max(...moments) : Number.NaN,
    };
  };
  const verdicts = ids.map(verdictOf);

  const countsIn = (windows: readonly Window[]): Readonly<Record<string, number>> => {
    const counts = new Map<string, number>();
    const add = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
    for (const [index, { outcome, isSent, marks }] of verdicts.entries()) {
      const due = tickets.dueAt[index]!;
      if (!windows.some(([from, to]) => due >= from && due < to)) continue;
      if (!isSent) {
        add('unexpected', rowsOf(ids[index]!).length);
        continue;
      }
      add('sent');
      for (const mark of marks) add(mark);
      if (outcome === null) continue;
      add(outcome);
      if (['refused', 'compensated'].includes(outcome)) for (const sum of ['failed', 'unserved']) add(sum);
      if (['dropped', 'stranded', 'vanished', 'unresolved', 'contradicted'].includes(outcome))
        for (const sum of ['lost', 'unserved']) add(sum);
    }
    return Object.fromEntries(counts);
  };

  const paying = workflow.steps.find(({ role }) => role === 'takes-money');
  const books = [...ids, ...new Set(foreign.map(({ requestId }) => requestId))].map((id) => {
    const rows = rowsOf(id);
    return { balance: balanceOf(workflow, rows), inForce: isInForce(workflow, rows) };
  });
  const unbalanced = books.filter(({ balance, inForce }) => balance !== (inForce ? 1 : 0)).length;
  const isProof =
    foreign.length === 0 &&
    verdicts.every(
      ({ isSent, marks }, index) =>
        (isSent || rowsOf(ids[index]!).length === 0) &&
        !marks.some((mark) => mark === 'misplaced' || mark === 'outOfOrder' || mark === 'foreignUser'),
    );
  return {
    verdicts,
    countsIn,
    foreignRows: foreign.length,
    money: {
      charges: paying === undefined ? 0 : times(entries, paying.effect),
      refunds: paying === undefined ? 0 : times(entries, paying.undo!.effect),
      active: books.filter(({ inForce }) => inForce).length,
      unbalanced,
      balanced: unbalanced === 0 && isProof,
      requests: ids.length,
    },
  };
};

const markNames: readonly Mark[] = ['duplicated', 'doubleCharged', 'misplaced', 'outOfOrder', 'foreignUser'];
