import { z } from 'zod';
import { messageOf, UsageError } from '../shared/errors.ts';
import { importOwn, shown } from '../shared/import-own.ts';
import type { Workflow } from '../workflow/definition.ts';
import { styles } from './index.ts';
import { type PolicyFragment, writtenName } from './policy.ts';
import { type ClientPlan, type Layout, layoutOf, type PerWorkflow, type Style } from './style.ts';

/** What is wrong with one policy; null where nothing is. */
const policyProblem = (name: string, value: unknown): string | null => {
  const its = `its policy ${shown(name)}`;
  if (typeof value !== 'object' || value === null)
    return `${its} is ${shown(value)}; expected what \`definePolicy\` makes`;
  if (!('schema' in value && value.schema instanceof z.ZodType)) return `${its} has no zod \`schema\``;
  return 'default' in value ? null : `${its} has no \`default\``;
};

const isFragment = (value: object): value is PolicyFragment =>
  Object.entries(value).every(([name, policy]) => policyProblem(name, policy) === null);

/** What is wrong with the policies that a style reads; null where nothing is. */
const policiesProblem = (policies: unknown): string | null => {
  if (typeof policies !== 'object' || policies === null || Array.isArray(policies))
    return 'its `policies` are no object; expected {} or fragments such as `callPolicies`';
  if (!isFragment(policies)) {
    const problems = Object.entries(policies).map(([name, policy]) => policyProblem(name, policy));
    return problems.find((problem) => problem !== null) ?? null;
  }
  const names = Object.entries(policies).map(([name, policy]) => writtenName(name, policy));
  const twice = names.find((name, place) => names.indexOf(name) < place);
  return twice === undefined ? null : `two of its policies are written ${shown(twice)}`;
};

const isName = (name: unknown): boolean => typeof name === 'string' && /^[a-z][a-z0-9-]*$/.test(name);

const callShape = z.object({
  role: z.string(),
  method: z.enum(['POST', 'DELETE']),
  path: z.string().regex(/^\//),
});
const planShape = z.object({
  calls: z.array(callShape).min(1),
  declined: z.array(callShape),
  failed: callShape,
});

/** What is wrong with the calls that a client makes itself; null where nothing is. */
const planProblem = (plan: ClientPlan, services: readonly string[]): string | null => {
  const parsed = planShape.safeParse(plan);
  if (!parsed.success) {
    const at = ['clientPlan', ...(parsed.error.issues[0]?.path ?? [])].join('.');
    return `its \`${at}\` is wrong; expected \`calls\`, \`declined\` and \`failed\`, each call with a \`role\`, a \`method\` (POST or DELETE) and a \`path\` that begins with /`;
  }
  const { calls, declined, failed } = parsed.data;
  const strange = [...calls, ...declined, failed].find(({ role }) => !services.includes(role));
  return strange === undefined
    ? null
    : `its \`clientPlan\` calls ${shown(strange.role)}, which is none of its services (${services.join(', ')})`;
};

/** Also where the type says so already: nobody has checked it. */
const isList = (value: readonly string[]): boolean => Array.isArray(value);

const rolesProblem = (services: readonly string[] = []): string | null => {
  if (!isList(services) || services.length === 0)
    return 'its `services` are no list of roles; expected one role at least';
  const strange = services.find((role) => !isName(role));
  if (strange !== undefined)
    return `its \`services\` hold ${shown(strange)}; expected names of small letters, digits and hyphens`;
  const twice = services.find((role, place) => services.indexOf(role) < place);
  return twice === undefined ? null : `its \`services\` hold ${shown(twice)} twice`;
};

/** What is wrong with what it says beside its policies, once its services are known; null where nothing is. */
const layoutProblem = (
  { services = [], frontDoor, liveUpdates, clientPlan }: Partial<Layout>,
  answers: Style['answers'],
): string | null => {
  const wrongRoles = rolesProblem(services);
  if (wrongRoles !== null) return wrongRoles;
  const among = `which is none of its services (${services.join(', ')})`;
  if (typeof frontDoor !== 'string' || !services.includes(frontDoor))
    return `its \`frontDoor\` is ${shown(frontDoor)}, ${among}`;
  if (liveUpdates === undefined)
    return 'it has no `liveUpdates`; expected a service, or null where the answer itself says that all is done';
  if (liveUpdates !== null && !services.includes(liveUpdates))
    return `its \`liveUpdates\` is ${shown(liveUpdates)}, ${among}`;
  if (liveUpdates === null && answers === 'when-accepted')
    return 'its `liveUpdates` is null and its `answers` is when-accepted; expected the service that tells when all is done';
  return clientPlan === undefined ? null : planProblem(clientPlan, services);
};

/** Why a style cannot run a workflow: its layout for it is wrong, it lacks a service, or it says so itself. null where it can. */
export const placementProblem = (style: Style, workflow: Workflow): string | null => {
  let layout: Layout;
  try {
    layout = layoutOf(style, workflow);
  } catch (error) {
    return `it does not know what to do for the workflow ${workflow.name}: ${messageOf(error)}`;
  }
  const problem = layoutProblem(layout, style.answers);
  if (problem !== null) return problem;
  const lacking = Object.keys(workflow.services).find((service) => !layout.services.includes(service));
  return lacking === undefined
    ? null
    : `it has no service \`${lacking}\`, which the workflow ${workflow.name} needs; its \`services\` are ${layout.services.join(', ')}`;
};

/** Whether a part of the layout says the same for every workflow. */
const isFixed = <T>(part: PerWorkflow<T> | undefined): part is T | undefined => typeof part !== 'function';

/** What is wrong with what it says beside its policies; null where nothing is. What depends on the workflow is seen when it is placed. */
const partsProblem = ({
  services,
  answers,
  frontDoor,
  liveUpdates,
  needs,
  clientPlan,
  topology,
  refuses,
  explain,
  calls,
}: Partial<Style> & Pick<Style, 'answers'>): string | null => {
  if (!Array.isArray(needs) || needs.some((need) => need !== 'rabbitmq'))
    return "its `needs` is neither [] nor ['rabbitmq']";
  for (const [name, part] of Object.entries({ topology, refuses, explain, calls }))
    if (part !== undefined && typeof part !== 'function')
      return `its \`${name}\` is ${shown(part)}; expected a function`;
  if (!isFixed(services) || !isFixed(frontDoor) || !isFixed(liveUpdates) || !isFixed(clientPlan)) return null;
  return layoutProblem(
    {
      ...(services === undefined ? {} : { services }),
      ...(frontDoor === undefined ? {} : { frontDoor }),
      ...(liveUpdates === undefined ? {} : { liveUpdates }),
      ...(clientPlan === undefined ? {} : { clientPlan }),
    },
    answers,
  );
};

/** What every later step relies on; a style from a module was checked by no compiler of ours. null where nothing is wrong. */
const problemOf = (style: Partial<Style> | null | undefined): string | null => {
  if (typeof style !== 'object' || style === null) return 'it exports no `style`';
  if (typeof style.name !== 'string' || !isName(style.name))
    return `its style has no \`name\` of small letters, digits and hyphens, but ${shown(style.name)}`;
  if (styles.has(style.name))
    return `its \`name\` is ${shown(style.name)}, the name of one of Tandem's own styles; give it another`;
  if (style.answers !== 'when-done' && style.answers !== 'when-accepted')
    return `its \`answers\` is ${shown(style.answers)}; expected when-done or when-accepted`;
  if (typeof style.serve !== 'function') return 'it has no function `serve`';
  return partsProblem({ ...style, answers: style.answers }) ?? policiesProblem(style.policies);
};

const isStyle = (style: Partial<Style> | null | undefined): style is Style => problemOf(style) === null;

/** The `style` that a module exports. Rejects with a UsageError where it cannot be loaded, or that says what is wrong with it. */
export const styleFrom = async (path: string): Promise<Style> => {
  const { style } = await importOwn<{ readonly style?: Partial<Style> }>(path, 'a style');
  if (!isStyle(style))
    throw new UsageError(`${path}: ${problemOf(style) ?? ''}; docs/adding-a-style.md says what a style is`);
  return style;
};
