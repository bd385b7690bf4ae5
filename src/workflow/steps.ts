import { type Action, type ActionKind, actionsOf } from './actions.ts';
import type { Bank } from './bank.ts';
import type { Workflow, WorkflowStep } from './definition.ts';
import type { StepCall } from './order.ts';

/** A service's own ledger, seen from inside a transaction. */
export interface Book {
  /** Effects of a request in this service so far, oldest first. */
  readonly effectsOf: (requestId: string) => readonly string[];
}

/** What a step wants written (often one effect), and the effect that then stands for the request. */
export interface Decision {
  readonly append: readonly string[];
  readonly stands: string;
}

interface Question {
  readonly workflow: Workflow;
  readonly step: WorkflowStep;
  readonly call: StepCall;
  /** Effects of the request in this service so far; read only where they matter. */
  readonly seen: () => readonly string[];
  readonly bank: Bank;
}

const wrote = (...append: readonly [string, ...string[]]): Decision => ({ append, stands: append[0] });
const nothing = (stands: string): Decision => ({ append: [], stands });

const countOf = (seen: readonly string[], wanted: string): number =>
  seen.filter((effect) => effect === wanted).length;

/** The effect that stands for the request's record: in force, cancelled, or neither. */
const standing = ({ step, seen }: Question): string | null =>
  seen().findLast((effect) => effect === step.effect || effect === step.undo?.effect) ?? null;

const undone = ({ undo, name }: WorkflowStep): string => {
  if (undo === null) throw new Error(`nothing undoes the step ${name}`);
  return undo.effect;
};

const decisions: Readonly<Record<ActionKind, (question: Question) => Decision>> = {
  open: ({ step }) => wrote(step.effect),
  do: ({ step, seen, call, bank }) => {
    if (seen().includes(step.forbid.effect)) return nothing(step.forbid.effect);
    const { declined } = step;
    return wrote(declined !== null && bank(call.order.requestId, step.name) ? declined : step.effect);
  },
  // Of a no the user is told once: where two steps failed side by side, the first word stands.
  tell: ({ workflow: { notices }, call: { notice = 'ready' }, seen }) => {
    const other = { ready: null, declined: notices.failed.effect, failed: notices.declined.effect }[notice];
    return other !== null && seen().includes(other) ? nothing(other) : wrote(notices[notice].effect);
  },
  settle: (question) => {
    const { step } = question;
    const cancelled = undone(step);
    return standing(question) === cancelled ? nothing(cancelled) : wrote(step.effect);
  },
  cancel: (question) => {
    const cancelled = undone(question.step);
    return standing(question) === cancelled ? nothing(cancelled) : wrote(cancelled);
  },
  // Unlike cancel it leaves what is in force alone: whoever settled first wins.
  giveUp: (question) => {
    const stands = standing(question);
    return stands === null ? wrote(undone(question.step)) : nothing(stands);
  },
  // Unlike undo it leaves what was done alone: it only makes sure that it is not done later.
  forbid: ({ step, seen }) => {
    const own = new Set([step.effect, step.declined, step.forbid.effect, step.undo?.effect]);
    const decided = seen().findLast((effect) => own.has(effect));
    return decided === undefined ? wrote(step.forbid.effect) : nothing(decided);
  },
  // What is undone before it was done is forbidden; otherwise a delayed step would be kept without the rest.
  undo: ({ step, seen }) => {
    const effect = undone(step);
    const before = seen();
    const owed = countOf(before, step.effect) - countOf(before, effect);
    if (owed > 0) return wrote(effect, ...Array.from({ length: owed - 1 }, () => effect));
    return before.includes(effect) || before.includes(step.forbid.effect)
      ? nothing(effect)
      : wrote(step.forbid.effect);
  },
};

/** The business rules of a workflow: what is written and what stands, from the call and the ledger alone. */
export const rulesOf = (workflow: Workflow): ((call: StepCall, book: Book, bank: Bank) => Decision) => {
  const actions = actionsOf(workflow);
  return (call, book, bank) => {
    const action = actionIn(actions, call.step);
    const seen = (): readonly string[] => book.effectsOf(call.order.requestId);
    return decisions[action.kind]({ workflow, step: action.step, call, seen, bank });
  };
};

/** The action of this name. Throws where the workflow has none: no style may invent one. */
export const actionIn = (actions: ReadonlyMap<string, Action>, name: string): Action => {
  const action = actions.get(name);
  if (action === undefined)
    throw new Error(`the workflow has no step ${name}; it has ${[...actions.keys()].join(', ')}`);
  return action;
};
