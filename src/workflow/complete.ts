import type { Role, ServiceDefaults, Workflow, WorkflowStep } from './definition.ts';

/** A step as an author writes it: what is left out gets a name made from the step's. */
export interface WrittenStep {
  readonly in: string;
  readonly after?: readonly string[] | undefined;
  readonly role?: Role | undefined;
  readonly optional?: boolean | undefined;
  readonly may?: 'decline' | undefined;
  readonly path?: string | undefined;
  readonly effect?: string | undefined;
  readonly declined?: string | undefined;
  readonly undo?:
    | {
        readonly step: string;
        readonly effect?: string | undefined;
        readonly command?: string | undefined;
        readonly event?: string | undefined;
      }
    | undefined;
  readonly forbid?: { readonly step: string; readonly effect: string } | undefined;
  readonly command?: string | undefined;
  readonly event?: string | undefined;
  readonly failed?: string | undefined;
}

/** A workflow as an author writes it. */
export interface WrittenWorkflow {
  readonly title: string;
  readonly services: Readonly<Record<string, ServiceDefaults>>;
  readonly steps: Readonly<Record<string, WrittenStep>>;
  readonly givenUp?: string | undefined;
}

/** `pay-back` and `payBack` → `PayBack`. */
const pascal = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const completeStep = (name: string, written: WrittenStep): WorkflowStep => {
  const { undo } = written;
  const effect = written.effect ?? `${name}-done`;
  return {
    name,
    service: written.in,
    after: written.after ?? [],
    role: written.role ?? null,
    optional: written.optional ?? false,
    path: written.path ?? `/${name}`,
    effect,
    declined: written.may === 'decline' ? (written.declined ?? `${name}-declined`) : null,
    undo:
      undo === undefined
        ? null
        : {
            step: undo.step,
            effect: undo.effect ?? `${undo.step}-done`,
            command: undo.command ?? pascal(undo.step),
            event: undo.event ?? `${pascal(undo.step)}Done`,
          },
    forbid: written.forbid ?? { step: `forbid-${name}`, effect: `${name}-forbidden` },
    command: written.command ?? pascal(name),
    event: written.event ?? `${pascal(name)}Done`,
    failed: written.failed ?? `${pascal(name)}Failed`,
  };
};

/** Each step behind those that it waits for, else in the order in which they are written; what waits in a circle comes last. */
const inOrder = (steps: readonly WorkflowStep[]): readonly WorkflowStep[] => {
  const left = [...steps];
  const ordered: WorkflowStep[] = [];
  while (left.length > 0) {
    const place = left.findIndex(({ after }) =>
      after.every((cause) => !left.some(({ name }) => name === cause)),
    );
    ordered.push(...left.splice(Math.max(0, place), 1));
  }
  return ordered;
};

/** Names all that an author left out. What is wrong with the whole, `definitionProblems` says. */
export const completeWorkflow = (name: string, written: WrittenWorkflow): Workflow => {
  const steps = inOrder(Object.entries(written.steps).map(([step, its]) => completeStep(step, its)));
  const telling = steps.find(({ role }) => role === 'tells');
  const told = telling?.effect ?? 'told';
  return {
    name,
    title: written.title,
    services: written.services,
    steps,
    notices: {
      ready: { effect: `${told}-ready`, command: 'SendReadyNotice' },
      declined: { effect: `${told}-declined`, command: 'SendDeclinedNotice' },
      failed: { effect: `${told}-failed`, command: 'SendFailureNotice' },
    },
    giveUp: 'giveUp',
    givenUp: written.givenUp ?? 'RequestGivenUp',
    callerRestarted: 'CallerRestarted',
  };
};
