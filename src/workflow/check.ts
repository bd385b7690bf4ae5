import { nearMiss } from '../shared/near-miss.ts';
import { ancestorsOf, type Role, type Workflow, type WorkflowStep } from './definition.ts';
import { meaningOf } from './meaning.ts';

/** Something that makes a definition none that can run, at a place below its root. */
export interface DefinitionProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** Names that something else in a round has. */
const taken = new Set(['client', 'broker', 'load', 'links', 'rabbitmq', 'orchestrator', 'bff']);

const at = (message: string, ...path: readonly string[]): DefinitionProblem => ({ path, message });

const hint = (name: string, known: readonly string[]): string => {
  const near = nearMiss(name, known);
  return near === null ? `there are ${known.join(', ')}` : `did you mean \`${near}\`?`;
};

const serviceProblems = ({ services, steps }: Workflow): readonly DefinitionProblem[] => {
  const names = Object.keys(services);
  return names.flatMap((name) => [
    ...(taken.has(name)
      ? [at(`\`${name}\` is what something else is called; choose another name`, 'services', name)]
      : []),
    ...(names.some((other) => other !== name && new RegExp(`^${other}-\\d+$`).test(name))
      ? [at('is called like an instance of another service; choose another name', 'services', name)]
      : []),
    ...(steps.some(({ service }) => service === name) ? [] : [at('has no step', 'services', name)]),
  ]);
};

const causeProblems = (workflow: Workflow): readonly DefinitionProblem[] => {
  const names = workflow.steps.map(({ name }) => name);
  return workflow.steps.flatMap(({ name, service, after }) => [
    ...(Object.hasOwn(workflow.services, service)
      ? []
      : [
          at(
            `unknown service \`${service}\`; ${hint(service, Object.keys(workflow.services))}`,
            'steps',
            name,
            'in',
          ),
        ]),
    ...after
      .filter((cause) => !names.includes(cause))
      .map((cause) => at(`unknown step \`${cause}\`; ${hint(cause, names)}`, 'steps', name, 'after')),
    ...(new Set(after).size < after.length ? [at('names a step twice', 'steps', name, 'after')] : []),
  ]);
};

/** Steps that wait for themselves. */
const circleProblems = (workflow: Workflow): readonly DefinitionProblem[] =>
  workflow.steps
    .filter(({ name }) => ancestorsOf(workflow, name).has(name))
    .map(({ name }) =>
      at('waits for itself, by way of the steps that it comes after', 'steps', name, 'after'),
    );

const roleWords: Readonly<Record<Role, string>> = {
  opens: 'opens the request',
  'takes-money': 'takes money',
  'puts-in-force': 'puts in force what was asked for',
  tells: 'tells the user',
};

const roleProblems = ({ steps }: Workflow): readonly DefinitionProblem[] =>
  (['opens', 'takes-money', 'puts-in-force', 'tells'] as const).flatMap((role) => {
    const [first, second] = steps.filter((step) => step.role === role);
    if (second !== undefined)
      return [
        at(
          `the step ${first?.name ?? ''} ${roleWords[role]} already; one at most`,
          'steps',
          second.name,
          'role',
        ),
      ];
    if (first === undefined && role !== 'takes-money')
      return [at(`no step ${roleWords[role]}; one must have \`role: ${role}\``, 'steps')];
    return [];
  });

/** What the role of a step forbids or demands. */
const shapeProblems = (workflow: Workflow, step: WorkflowStep): readonly DefinitionProblem[] => {
  const { name, role, after, optional, undo, declined } = step;
  const problem = (isWrong: boolean, key: string, message: string): readonly DefinitionProblem[] =>
    isWrong ? [at(message, 'steps', name, key)] : [];
  const isAwaited = workflow.steps.some((other) => other.after.includes(name));
  const opening = workflow.steps.find((other) => other.role === 'opens');
  const mayBeUndone = role === null || role === 'takes-money' || role === 'puts-in-force';
  return [
    ...problem(role === 'opens' && after.length > 0, 'after', 'the step that opens comes first'),
    ...problem(
      role !== 'opens' && after.length === 0,
      'after',
      'missing key `after`: only the step that opens comes after none',
    ),
    ...problem(
      role === 'takes-money' && undo === null,
      'role',
      'who takes money must give it back: `undo` is missing',
    ),
    ...problem(
      role === 'puts-in-force' && undo === null,
      'role',
      'what is put in force must be cancelled: `undo` is missing',
    ),
    ...problem(
      role === 'puts-in-force' && opening !== undefined && opening.service !== step.service,
      'in',
      `what is put in force was opened by ${opening?.service ?? ''}; it must be the same service`,
    ),
    ...problem(
      isAwaited && role === 'puts-in-force',
      'role',
      'nothing may come after the step that puts in force',
    ),
    ...problem(isAwaited && role === 'tells', 'role', 'nothing may come after the step that tells'),
    ...problem(
      isAwaited && optional,
      'optional',
      'nothing may come after an optional step: nobody waits for it',
    ),
    ...problem(
      optional && (role !== null || undo !== null || declined !== null),
      'optional',
      'an optional step has no role, no `undo` and may not decline',
    ),
    ...problem(undo !== null && !mayBeUndone, 'undo', 'the steps that open and tell are not undone'),
    ...problem(
      declined !== null && role !== null && role !== 'takes-money',
      'may',
      'only steps without a role and the one that takes money may decline',
    ),
  ];
};

/** Whoever tells that all is done must not do so before it is. */
const tellingProblems = (workflow: Workflow): readonly DefinitionProblem[] => {
  const telling = workflow.steps.find(({ role }) => role === 'tells');
  if (telling === undefined) return [];
  const before = ancestorsOf(workflow, telling.name);
  const missed = workflow.steps.filter(
    ({ name, role, optional }) =>
      !optional && role !== 'puts-in-force' && role !== 'tells' && !before.has(name),
  );
  return missed.map(({ name }) =>
    at(
      `the user is told before \`${name}\` is done; name it here, or make it optional`,
      'steps',
      telling.name,
      'after',
    ),
  );
};

const twice = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, place) => names.indexOf(name) < place)),
];

const messagesOf = ({ steps, notices, givenUp, callerRestarted }: Workflow): readonly string[] => [
  ...steps.flatMap(({ event, failed, command, undo }) => [
    event,
    failed,
    command,
    ...(undo === null ? [] : [undo.command, undo.event]),
  ]),
  ...Object.values(notices).map(({ command }) => command),
  givenUp,
  callerRestarted,
];

const nameProblems = (workflow: Workflow): readonly DefinitionProblem[] => {
  const { steps } = workflow;
  const actions = steps.flatMap(({ name, undo, forbid, role }) => [
    name,
    ...(undo === null ? [] : [undo.step]),
    ...(role === null || role === 'takes-money' ? [forbid.step] : []),
  ]);
  const wrong =
    (what: string) =>
    (name: string): DefinitionProblem =>
      at(`two ${what} are called \`${name}\`; each has a name of its own`, 'steps');
  return [
    ...twice([...actions, workflow.giveUp]).map(wrong('steps, or what undoes or forbids them,')),
    ...twice(meaningOf(workflow).effects).map(wrong('effects')),
    ...twice(messagesOf(workflow)).map(wrong('events or commands')),
    ...twice(steps.map(({ path }) => path)).map(wrong('paths')),
  ];
};

/** Why a definition cannot run; nothing where it can. */
export const definitionProblems = (workflow: Workflow): readonly DefinitionProblem[] => {
  const first = [...serviceProblems(workflow), ...causeProblems(workflow)];
  if (first.length > 0) return first;
  const circles = circleProblems(workflow);
  if (circles.length > 0) return circles;
  const shape = [
    ...roleProblems(workflow),
    ...workflow.steps.flatMap((step) => shapeProblems(workflow, step)),
  ];
  if (shape.length > 0) return shape;
  return [...tellingProblems(workflow), ...nameProblems(workflow)];
};
