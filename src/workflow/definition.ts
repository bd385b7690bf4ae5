import type { WorkTime } from './simulated-work.ts';

/**
 * What a step means for whoever judges a round: it opens the request's record, takes money, puts in force what was asked for, or
 * tells the user.
 */
export const roles = ['opens', 'takes-money', 'puts-in-force', 'tells'] as const;
export type Role = (typeof roles)[number];

/** What a notice tells the user: all is done, somebody declined, or it failed (and nothing is owed). */
export const noticeKinds = ['ready', 'declined', 'failed'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What takes a step back. */
export interface Undo {
  readonly step: string;
  readonly effect: string;
  /** Asks for it, and tells that it was done. */
  readonly command: string;
  readonly event: string;
}

/** One step of a workflow as it runs: everything named, nothing left to a default. */
export interface WorkflowStep {
  readonly name: string;
  /** Whose step it is. */
  readonly service: string;
  /** The steps that must have been done before it begins; none for the one that opens. */
  readonly after: readonly string[];
  readonly role: Role | null;
  /** Nobody waits for it, nothing comes after it, and nothing fails with it. */
  readonly optional: boolean;
  /** Where it is asked for by a call. */
  readonly path: string;
  /** The ledger row that says that it was done; for the step that tells, see `Workflow.notices`. */
  readonly effect: string;
  /** The effect when it declines; null for a step that may not. */
  readonly declined: string | null;
  readonly undo: Undo | null;
  /** Forbids the step where it has not been done, so that a late call or message cannot do it. */
  readonly forbid: { readonly step: string; readonly effect: string };
  /** Asks for it. */
  readonly command: string;
  /** Tells that it was done, and that it was not. */
  readonly event: string;
  readonly failed: string;
}

/** Capacity and work that a service has where a scenario says nothing. */
export interface ServiceDefaults {
  readonly work: WorkTime;
}

/** A business workflow as data: who does what, after what, and what takes it back. */
export interface Workflow {
  /** For instance `subscribe`, or the path of a file. */
  readonly name: string;
  readonly title: string;
  readonly services: Readonly<Record<string, ServiceDefaults>>;
  /** Every step comes behind those that it waits for; the first one opens. */
  readonly steps: readonly WorkflowStep[];
  /** The effects of the step that tells, and the commands for it. */
  readonly notices: Readonly<Record<NoticeKind, { readonly effect: string; readonly command: string }>>;
  /** Cancels a request that is not in force; whoever settled first wins. */
  readonly giveUp: string;
  /** Tells that a caller gave a request up, and that it forgot what it had called for. */
  readonly givenUp: string;
  readonly callerRestarted: string;
}

/** The step with a role. Every workflow has one that opens, one that puts in force and one that tells. */
const theOne = ({ name, steps }: Workflow, role: Role): WorkflowStep => {
  const found = steps.find((step) => step.role === role);
  if (found === undefined) throw new Error(`the workflow ${name} has no step that ${role}`);
  return found;
};

export const openingStep = (workflow: Workflow): WorkflowStep => theOne(workflow, 'opens');
export const settlingStep = (workflow: Workflow): WorkflowStep => theOne(workflow, 'puts-in-force');
export const tellingStep = (workflow: Workflow): WorkflowStep => theOne(workflow, 'tells');

/** The step that takes money, if there is one. */
export const payingStep = ({ steps }: Workflow): WorkflowStep | null =>
  steps.find(({ role }) => role === 'takes-money') ?? null;

/** What takes the step in force back. */
export const cancelling = (workflow: Workflow): Undo => {
  const { undo } = settlingStep(workflow);
  if (undo === null) throw new Error(`the workflow ${workflow.name} cannot cancel`);
  return undo;
};

export const stepNamed = ({ name, steps }: Workflow, wanted: string): WorkflowStep => {
  const found = steps.find((step) => step.name === wanted);
  if (found === undefined) throw new Error(`the workflow ${name} has no step ${wanted}`);
  return found;
};

export const serviceNamesOf = ({ services }: Workflow): readonly string[] => Object.keys(services);

/** The steps that wait for a step. */
export const successorsOf = ({ steps }: Workflow, name: string): readonly WorkflowStep[] =>
  steps.filter(({ after }) => after.includes(name));

/** All that must have been done before a step, itself not among them. */
export const ancestorsOf = (workflow: Workflow, name: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const cause of stepNamed(workflow, one).after)
      if (!found.has(cause)) {
        found.add(cause);
        visit(cause);
      }
  };
  visit(name);
  return found;
};

/** A step with what takes it back. */
export type UndoableStep = WorkflowStep & { readonly undo: Undo };

/** The steps that can be taken back, in the order of the workflow, without the one that puts in force. */
export const undoableSteps = ({ steps }: Workflow): readonly UndoableStep[] =>
  steps.filter((step): step is UndoableStep => step.undo !== null && step.role !== 'puts-in-force');

/** The steps that may fail the whole: the opening one answers for itself, and no notice or optional step fails a request. */
export const failingSteps = ({ steps }: Workflow): readonly WorkflowStep[] =>
  steps.filter(({ role, optional }) => !optional && (role === null || role === 'takes-money'));

/** What must be undone when a step has failed or declined: all that may have been done by then, but not what comes after it. */
export const undoneBy = (workflow: Workflow, failed: string): readonly UndoableStep[] =>
  undoableSteps(workflow).filter(({ name }) => name !== failed && !ancestorsOf(workflow, name).has(failed));
