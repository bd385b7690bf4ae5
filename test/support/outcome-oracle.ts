import type { TicketAnswer, TicketNotice } from '../../src/audit/outcome.ts';
import type { OutcomeClass } from '../../src/result/outcomes.ts';
import type { Workflow, WorkflowStep } from '../../src/workflow/definition.ts';

/** A ledger row as the oracle sees it; times in ms on the clock of the client. */
export interface OracleRow {
  readonly service: string;
  readonly instance: string;
  readonly effect: string;
  readonly startedAt: number;
  readonly at: number;
}

/** One request: what the client saw, and its rows in the order of each service's ledger. */
export interface OracleRequest {
  readonly answer: TicketAnswer;
  readonly notice: TicketNotice;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly noticedAt: number;
  readonly queued: boolean;
  readonly rows: readonly OracleRow[];
}

export interface OracleVerdict {
  readonly outcome: OutcomeClass;
  readonly duplicated: boolean;
  readonly doubleCharged: boolean;
  readonly misplaced: boolean;
  readonly outOfOrder: boolean;
}

const withRole = ({ steps }: Workflow, role: WorkflowStep['role']): WorkflowStep | undefined =>
  steps.find((step) => step.role === role);

/** The ways in which a step may end. */
const ends = (workflow: Workflow, step: WorkflowStep): readonly string[] => {
  if (step.role === 'tells') return Object.values(workflow.notices).map(({ effect }) => effect);
  return step.declined === null ? [step.effect] : [step.effect, step.declined];
};

const goodEnd = (workflow: Workflow, step: WorkflowStep): string =>
  step.role === 'tells' ? workflow.notices.ready.effect : step.effect;

/** Slow and obvious: every question goes through all rows of the request again. */
export const oracle = (workflow: Workflow, request: OracleRequest): OracleVerdict => {
  const { rows } = request;
  const count = (effect: string): number => rows.filter((row) => row.effect === effect).length;
  const firstCommit = (effect: string): number =>
    Math.min(...rows.filter((row) => row.effect === effect).map(({ at }) => at));
  const firstStart = (effect: string): number =>
    Math.min(...rows.filter((row) => row.effect === effect).map(({ startedAt }) => startedAt));

  const settling = withRole(workflow, 'puts-in-force')!;
  const paying = withRole(workflow, 'takes-money');
  const lastWord = rows.findLast(
    ({ effect }) => effect === settling.effect || effect === settling.undo?.effect,
  );
  const inForce = lastWord?.effect === settling.effect;
  const net = ({ effect, undo }: WorkflowStep): number =>
    count(effect) - (undo === null ? 0 : count(undo.effect));
  const money = paying === undefined ? Number(inForce) : net(paying);
  const others = workflow.steps.filter((step) => step.undo !== null && step !== paying && step !== settling);
  const heldWrongly = others.some((step) => net(step) < 0 || net(step) > Number(inForce));
  const allDone =
    money > 0 &&
    inForce &&
    workflow.steps
      .filter(({ optional }) => !optional)
      .every((step) => count(goodEnd(workflow, step)) > 0 && (!others.includes(step) || net(step) > 0));
  const saidNo = workflow.steps.some(({ declined }) => declined !== null && count(declined) > 0);

  const believes = ((): 'yes' | 'waits' | 'bank-no' | 'final-no' | 'error' | 'nothing' => {
    if (request.notice === 'declined') return 'bank-no';
    if (request.notice === 'failed') return 'final-no';
    if (request.answer === 'active') return 'yes';
    if (request.answer === 'accepted') return request.notice === 'ready' ? 'yes' : 'waits';
    if (request.answer === 'declined') return 'bank-no';
    return request.answer === 'error' ? 'error' : 'nothing';
  })();

  const outcome = ((): OutcomeClass => {
    const toldNo = believes === 'bank-no' || believes === 'final-no';
    if (toldNo && money > 0 && inForce) return request.queued ? 'unresolved' : 'contradicted';
    if (allDone) return believes === 'yes' ? 'completed' : 'recovered';
    const closed = money === 0 && !inForce && count(settling.undo?.effect ?? '') > 0 && !heldWrongly;
    const knows = toldNo || believes === 'error';
    if (request.queued && !(closed && knows)) return 'unresolved';
    if (money < 0 || money > 0 !== inForce || heldWrongly) return 'stranded';
    if (believes === 'yes' || believes === 'waits') return 'vanished';
    if (inForce) return 'stranded';
    if (believes === 'nothing') return 'dropped';
    if (paying !== undefined && count(paying.effect) > 0) return 'compensated';
    return believes === 'bank-no' && saidNo ? 'declined' : 'refused';
  })();

  const duplicated =
    workflow.steps.some((step) => ends(workflow, step).reduce((sum, effect) => sum + count(effect), 0) > 1) ||
    workflow.steps.some(({ undo }) => undo !== null && count(undo.effect) > 1);

  const homeOf = (effect: string): string | undefined =>
    workflow.steps.find(
      (step) =>
        ends(workflow, step).includes(effect) ||
        step.undo?.effect === effect ||
        step.forbid.effect === effect,
    )?.service;
  const misplaced = rows.some(
    ({ service, instance, effect }) => service !== homeOf(effect) || !instance.startsWith(`${service}-`),
  );

  const grain = 1;
  const outOfOrder = ((): boolean => {
    for (const step of workflow.steps)
      for (const cause of step.after) {
        const committed = firstCommit(goodEnd(workflow, workflow.steps.find(({ name }) => name === cause)!));
        if (!Number.isFinite(committed)) continue;
        for (const effect of step.role === 'tells' ? [goodEnd(workflow, step)] : ends(workflow, step))
          if (firstStart(effect) < committed - grain) return true;
      }
    const noes = workflow.steps.flatMap(({ declined }) => declined ?? []);
    const firstNo = Math.min(...noes.map(firstCommit));
    if (Number.isFinite(firstNo) && firstStart(workflow.notices.declined.effect) < firstNo - grain)
      return true;
    for (const step of workflow.steps.filter(({ undo, role }) => undo !== null && role !== 'puts-in-force')) {
      let held = 0;
      for (const { effect } of rows) {
        if (effect === step.effect) held += 1;
        if (effect === step.undo?.effect) held -= 1;
        if (held < 0) return true;
      }
    }
    const opening = withRole(workflow, 'opens')!;
    if (firstStart(opening.effect) < request.sentAt - grain) return true;
    const claimed: readonly string[] =
      request.answer === 'active'
        ? workflow.steps.filter(({ optional }) => !optional).map((step) => goodEnd(workflow, step))
        : request.answer === 'accepted'
          ? [opening.effect]
          : [];
    for (const effect of claimed) {
      const committed = firstCommit(effect);
      if (Number.isFinite(committed) && request.answeredAt < committed - grain) return true;
    }
    if (request.answer === 'declined' && Number.isFinite(firstNo) && request.answeredAt < firstNo - grain)
      return true;
    if (request.notice === 'none') return false;
    const told = firstCommit(workflow.notices[request.notice].effect);
    return Number.isFinite(told) && request.noticedAt < told - grain;
  })();

  return {
    outcome,
    duplicated,
    doubleCharged: paying !== undefined && net(paying) > 1,
    misplaced,
    outOfOrder,
  };
};
