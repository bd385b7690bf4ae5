import { UsageError } from '../shared/errors.ts';
import { suggest } from '../shared/near-miss.ts';
import type { Course, Explanation } from '../styles/explanation.ts';
import { defaultsOf, type PolicyValues } from '../styles/policy.ts';
import type { Style } from '../styles/style.ts';
import { placementProblem } from '../styles/style-module.ts';
import { type ActionKind, actionsOf } from '../workflow/actions.ts';
import type { Workflow } from '../workflow/definition.ts';

/** What a style makes of a workflow, or why it cannot run it. */
export interface StyleExplained {
  readonly style: string;
  /** Policies that are not the defaults. */
  readonly policies: PolicyValues;
  readonly explanation: Explanation | null;
  readonly problem: string | null;
}

/** Asks a style what it makes of a workflow with some policies set. */
export const explainStyle = async (
  style: Style,
  workflow: Workflow,
  policies: PolicyValues = {},
): Promise<StyleExplained> => {
  const all = { ...defaultsOf(style.policies), ...policies };
  const problem = placementProblem(style, workflow) ?? style.refuses?.(workflow, all) ?? null;
  const asked = { style: style.name, policies };
  if (problem !== null) return { ...asked, explanation: null, problem };
  const explanation = (await style.explain?.(workflow, all)) ?? null;
  return { ...asked, explanation, problem: explanation === null ? 'it does not explain itself' : null };
};

/**
 * The courses to show: the good one, every decline, and of the failures the one of a step, or of the last step that may fail, which
 * leaves most to be undone. Throws a UsageError for a step that cannot fail.
 */
export const coursesToShow = ({ courses }: Explanation, failing?: string): readonly Course[] => {
  const failures = courses.filter(({ kind }) => kind === 'failed');
  const chosen = failing === undefined ? failures.at(-1) : failures.find((course) => course.step === failing);
  if (failing !== undefined && chosen === undefined) {
    const names = failures.flatMap(({ step }) => step ?? []);
    throw new UsageError(`\`--failing ${failing}\`: no step that may fail; ${suggest(failing, names)}`);
  }
  return [...courses.filter(({ kind }) => kind !== 'failed'), ...(chosen === undefined ? [] : [chosen])];
};

/** The heading of a course. */
export const titleOf = ({ kind, step }: Course): string => {
  if (kind === 'good') return 'All goes well';
  return kind === 'declined' ? `${step ?? ''} says no` : `${step ?? ''} fails, however often it is tried`;
};

const takesBack: ReadonlySet<ActionKind> = new Set(['undo', 'forbid', 'cancel', 'giveUp']);

/** What was taken back, and what was only forbidden because it had not been done: effects with their services, in their order. */
export const takenBackIn = (
  workflow: Workflow,
  { exchanges }: Course,
): { readonly undone: readonly string[]; readonly forbidden: readonly string[] } => {
  const actions = actionsOf(workflow);
  const all = exchanges.flatMap(({ does }) =>
    does.flatMap(({ step, effect }) => {
      const action = actions.get(step);
      if (action === undefined || effect === null || !takesBack.has(action.kind)) return [];
      const { service, forbid } = action.step;
      return [{ text: `${effect} (${service})`, isForbidden: effect === forbid.effect }];
    }),
  );
  const texts = (forbidden: boolean): readonly string[] =>
    all.filter(({ isForbidden }) => isForbidden === forbidden).map(({ text }) => text);
  return { undone: texts(false), forbidden: texts(true) };
};

/** What the client hears: live updates, and the answer that was not good, or else the last one. */
export const toldIn = ({ exchanges }: Course): readonly string[] => {
  const heard = exchanges.filter(({ to }) => to === 'client');
  const answers = heard.filter(({ kind }) => kind === 'answer');
  const answer = answers.find(({ name }) => !/^2\d\d /.test(name)) ?? answers.at(-1);
  const updates = heard.filter(({ kind }) => kind === 'update');
  return [
    ...(answer === undefined ? [] : [`the answer ${answer.name}`]),
    ...updates.map(({ name }) => `the live update ${name}`),
  ];
};
