import type { AuditInput } from '../../src/audit/audit.ts';
import { answers, notices } from '../../src/load/ticket.ts';
import { emptyTickets } from '../../src/load/ticket-columns.ts';
import { ancestorsOf, type Workflow, type WorkflowStep } from '../../src/workflow/definition.ts';
import type { LedgerEntry } from '../../src/workflow/order.ts';

/** An effect that comes once all of some others have been committed. */
export interface Deed {
  readonly effect: string;
  readonly service: string;
  readonly after: readonly string[];
}

/** All orders in which deeds can be committed. */
export function* everyOrder(deeds: readonly Deed[], done: readonly Deed[] = []): Generator<readonly Deed[]> {
  if (done.length === deeds.length) {
    yield done;
    return;
  }
  for (const deed of readyOf(deeds, done)) yield* everyOrder(deeds, [...done, deed]);
}

/** One of them; `random` gives numbers in [0, 1). */
export const oneOrder = (deeds: readonly Deed[], random: () => number): readonly Deed[] => {
  const done: Deed[] = [];
  while (done.length < deeds.length) {
    const ready = readyOf(deeds, done);
    done.push(ready[Math.floor(random() * ready.length)]!);
  }
  return done;
};

const readyOf = (deeds: readonly Deed[], done: readonly Deed[]): readonly Deed[] =>
  deeds.filter(
    (deed) =>
      !done.includes(deed) && deed.after.every((cause) => done.some(({ effect }) => effect === cause)),
  );

const successOf = ({ notices: told }: Workflow, step: WorkflowStep): string =>
  step.role === 'tells' ? told.ready.effect : step.effect;

const doing = (workflow: Workflow, step: WorkflowStep): Deed => ({
  effect: successOf(workflow, step),
  service: step.service,
  after: step.after.map((cause) => successOf(workflow, workflow.steps.find(({ name }) => name === cause)!)),
});

/** What stands in the ledgers of a request when nothing went wrong. */
export const allDone = (workflow: Workflow): readonly Deed[] =>
  workflow.steps.map((step) => doing(workflow, step));

/**
 * What stands there when a step said no: what waits for it never began, the rest may have been done by the time that its services
 * heard of it, and was then undone, or was forbidden, which `isForbidden` says of each.
 */
export const saidNo = (
  workflow: Workflow,
  no: WorkflowStep,
  isForbidden: (step: WorkflowStep) => boolean,
): readonly Deed[] => {
  const before = ancestorsOf(workflow, no.name);
  const declined = no.declined ?? '';
  const others = workflow.steps.filter(
    ({ name }) => name !== no.name && !ancestorsOf(workflow, name).has(no.name),
  );
  const isLeftOut = (step: WorkflowStep): boolean =>
    !before.has(step.name) &&
    (isForbidden(step) || step.after.some((cause) => isLeftOut(stepOf(workflow, cause))));
  const done = others.filter((step) => step.role !== 'tells' && !isLeftOut(step));
  const settling = workflow.steps.find(({ role }) => role === 'puts-in-force')!;
  const opening = workflow.steps.find(({ role }) => role === 'opens')!;
  const telling = workflow.steps.find(({ role }) => role === 'tells')!;
  return [
    ...done.map((step) => doing(workflow, step)),
    { effect: declined, service: no.service, after: doing(workflow, no).after },
    ...others.flatMap((step) => {
      const { undo, role, service, forbid } = step;
      if (undo === null || role === 'puts-in-force') return [];
      return done.includes(step)
        ? [{ effect: undo.effect, service, after: [step.effect, declined] }]
        : [{ effect: forbid.effect, service, after: [declined] }];
    }),
    {
      effect: settling.undo?.effect ?? '',
      service: settling.service,
      after: [declined, opening.effect, ...(done.includes(settling) ? [settling.effect] : [])],
    },
    { effect: workflow.notices.declined.effect, service: telling.service, after: [declined] },
  ];
};

const stepOf = ({ steps }: Workflow, wanted: string): WorkflowStep =>
  steps.find(({ name }) => name === wanted)!;

const originMs = 10_000;

/** What an honest style says to the client: at the end, or at once and again when it can be told. */
export interface Told {
  readonly answer: 'active' | 'declined' | 'accepted';
  readonly notice: 'none' | 'ready' | 'declined';
}

/** A round of one request whose deeds were committed in this order, each begun as soon as it could be. */
export const roundIn = (workflow: Workflow, order: readonly Deed[], { answer, notice }: Told): AuditInput => {
  const tickets = emptyTickets('r1-', Float64Array.of(0));
  const committedAt = (effect: string): number =>
    10 * (1 + order.findIndex((deed) => deed.effect === effect));
  const entries = order.map(({ effect, service, after }): LedgerEntry => {
    const startedAt = originMs + Math.max(1, ...after.map(committedAt));
    return {
      service,
      requestId: 'r1-0',
      userId: 'user-1',
      plan: 'basic',
      payload: '',
      effect,
      instance: `${service}-1`,
      draw: 1,
      receivedAt: startedAt,
      startedAt,
      at: originMs + committedAt(effect),
    };
  });
  const opened = committedAt(workflow.steps.find(({ role }) => role === 'opens')!.effect);
  tickets.sentAt[0] = 0;
  tickets.answer[0] = answers.indexOf(answer);
  tickets.answeredAt[0] = answer === 'accepted' ? opened : 10 * (1 + order.length);
  tickets.notice[0] = notices.indexOf(notice);
  if (notice !== 'none') tickets.completedAt[0] = committedAt(workflow.notices[notice].effect);
  return { workflow, tickets, entries, queued: new Set(), originMs, drained: true };
};
