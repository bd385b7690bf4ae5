import { type PolicyFragment, type PolicyValues, writtenName } from '../styles/policy.ts';
import type { KnownStyles, StyleKind } from './contestants.ts';
import type { ScenarioDocument } from './document.ts';
import { problemsOf } from './issues.ts';
import { isModulePath, resolvedName } from './module-path.ts';
import { policiesSchema } from './policies-schema.ts';
import type { Problem } from './problem.ts';

/** What the contestants of a scenario set of the policies of their styles. */
export interface ContestantPolicies {
  /** By contestant, then by the name by which its style reads the policy. */
  readonly overrides: ReadonlyMap<string, PolicyValues>;
  /** Policies that no style has, and values that a policy cannot have. */
  readonly misshapen: readonly Problem[];
  /** Policies of other styles that the contestant's own does not read. */
  readonly unread: readonly Problem[];
}

interface Setting {
  readonly contestant: string;
  readonly style: string;
  /** null for a name that no style has. */
  readonly kind: StyleKind | null;
  readonly written: unknown;
}

type Values = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every `policies` in the document. A module that has not been loaded says later what its style reads. */
const settingsIn = (
  document: ScenarioDocument,
  { styles }: KnownStyles,
  file: string,
): readonly Setting[] => {
  const contestants = document.valueAt(['contestants']);
  if (!isMap(contestants)) return [];
  return Object.entries(contestants).flatMap(([contestant, value]) => {
    if (!isMap(value) || value['policies'] === undefined) return [];
    const style = typeof value['style'] === 'string' ? value['style'].trim() : '';
    const kind = styles.get(resolvedName(style, file)) ?? null;
    if (kind === null && isModulePath(style)) return [];
    return [{ contestant, style, kind, written: value['policies'] }];
  });
};

const overridesOf = (read: Values, policies: PolicyFragment): PolicyValues =>
  Object.fromEntries(
    Object.entries(policies)
      .map(([name, policy]) => [name, read[writtenName(name, policy)]] as const)
      .filter(([, value]) => value !== undefined),
  );

const unreadIn = (
  read: Values,
  policies: PolicyFragment,
  { contestant, style }: Setting,
  document: ScenarioDocument,
): readonly Problem[] => {
  const known = Object.entries(policies).map(([name, policy]) => writtenName(name, policy));
  return Object.keys(read)
    .filter((policy) => !known.includes(policy))
    .map((policy) =>
      document.atKey(
        ['contestants', contestant, 'policies', policy],
        `the style ${style} does not read the policy \`${policy}\`; it reads ${known.join(', ') || 'none'}`,
      ),
    );
};

/** Reads the `policies` of every contestant by what its style reads. */
export const readPolicies = (
  document: ScenarioDocument,
  known: KnownStyles,
  file: string,
): ContestantPolicies => {
  const all = [...known.styles.values()].map(({ policies }) => policies);
  const schemas = new Map<StyleKind | null, ReturnType<typeof policiesSchema>>();
  const overrides = new Map<string, PolicyValues>();
  const misshapen: Problem[] = [];
  const unread: Problem[] = [];
  for (const setting of settingsIn(document, known, file)) {
    const { contestant, kind, written } = setting;
    const policies = kind?.policies ?? {};
    const schema = schemas.get(kind) ?? policiesSchema(...all, policies);
    schemas.set(kind, schema);
    const { success, data, error } = schema.safeParse(written);
    if (!success) {
      misshapen.push(...problemsOf(error, schema, document, ['contestants', contestant, 'policies']));
      continue;
    }
    overrides.set(contestant, overridesOf(data, policies));
    if (kind !== null) unread.push(...unreadIn(data, policies, setting, document));
  }
  return { overrides, misshapen, unread };
};
