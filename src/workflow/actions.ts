import type { Workflow, WorkflowStep } from './definition.ts';

/** What can be asked of a service: a step, or what takes one back, forbids it, or gives a whole request up. */
export type ActionKind = 'open' | 'do' | 'settle' | 'tell' | 'undo' | 'forbid' | 'cancel' | 'giveUp';

export interface Action {
  readonly name: string;
  readonly kind: ActionKind;
  readonly step: WorkflowStep;
}

const kindOf = ({ role }: WorkflowStep): ActionKind => {
  switch (role) {
    case 'opens':
      return 'open';
    case 'puts-in-force':
      return 'settle';
    case 'tells':
      return 'tell';
    default:
      return 'do';
  }
};

const actionsOfStep = (step: WorkflowStep, giveUp: string): readonly Action[] => {
  const kind = kindOf(step);
  const own: Action = { name: step.name, kind, step };
  if (kind === 'settle')
    return [
      own,
      ...(step.undo === null ? [] : [{ name: step.undo.step, kind: 'cancel' as const, step }]),
      { name: giveUp, kind: 'giveUp', step },
    ];
  if (kind !== 'do') return [own];
  return [
    own,
    ...(step.undo === null ? [] : [{ name: step.undo.step, kind: 'undo' as const, step }]),
    { name: step.forbid.step, kind: 'forbid', step },
  ];
};

/** Every action of a workflow, by name. */
export const actionsOf = ({ steps, giveUp }: Workflow): ReadonlyMap<string, Action> =>
  new Map(steps.flatMap((step) => actionsOfStep(step, giveUp)).map((action) => [action.name, action]));

const working: ReadonlySet<ActionKind> = new Set(['open', 'do', 'tell']);

/** Whether an action works before it commits; the others cost their transaction only. */
export const isWorking = ({ kind }: Action): boolean => working.has(kind);

/** The names of the actions of a service. */
export const actionsOfService = (workflow: Workflow, service: string): readonly string[] =>
  [...actionsOf(workflow).values()].filter(({ step }) => step.service === service).map(({ name }) => name);
