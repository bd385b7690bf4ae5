import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { metricDefinitions } from '../analysis/metrics.ts';
import { phaseNames } from '../result/figures.ts';
import { clip } from '../shared/clip.ts';
import type { ScenarioDocument } from './document.ts';
import { suggest } from './near-miss.ts';
import { defaultPolicies, type Policies, writtenPolicyName } from './policies.ts';
import type { Problem } from './problem.ts';
import type { Contestant } from './scenario.ts';
import type { policiesSchema, scenarioSchema } from './schema.ts';

/** What the scenario language must know of a style. */
export interface StyleKind {
  /** The policies that it reads, by their names in `policies.ts`. */
  readonly policies: readonly string[];
  /** Its processes, where they are more than the four services. */
  readonly services?: readonly string[];
  /** What it needs beside its processes; left out, nobody knows. */
  readonly needs?: readonly string[];
}

/** The styles that a scenario may name, and what is wrong with a module that it points to; null when it is there. */
export interface KnownStyles {
  readonly styles: ReadonlyMap<string, StyleKind>;
  readonly moduleProblem?: (path: string) => string | null;
}

type WrittenPolicies = z.output<typeof policiesSchema>;
type WrittenContestants = z.output<ReturnType<typeof scenarioSchema>>['contestants'];

/** Names that begin a metric or stand for something else in an expression. */
const reserved = new Set([
  ...phaseNames,
  'baseline',
  // Every object has one, so a table by contestant would find it where nothing is.
  'constructor',
  ...[...metricDefinitions.keys()].map((name) => name.split('.')[0]),
]);

const overridesOf = ({
  timeout,
  backoffInitial,
  backoffMaximum,
  breakerWindow,
  breakerMinimumRate,
  breakerHalfOpen,
  ...others
}: WrittenPolicies): Partial<Policies> =>
  given({
    ...others,
    timeoutMs: timeout === 'none' ? null : timeout,
    backoffInitialMs: backoffInitial,
    backoffMaximumMs: backoffMaximum,
    breakerWindowMs: breakerWindow,
    breakerMinimumPerSecond: breakerMinimumRate,
    breakerHalfOpenMs: breakerHalfOpen,
  });

const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

const ownOf = ({
  services,
  load,
}: Pick<WrittenContestants[string], 'services' | 'load'>): Contestant['own'] => ({
  services: Object.fromEntries(
    Object.entries(services).flatMap(([name, own]) => (own === undefined ? [] : [[name, given(own)]])),
  ),
  ...given({ perSecond: load.rate, warmUpMs: load.warmUp }),
});

const isPath = (style: string): boolean => /^(\.{0,2}\/|[A-Za-z]:[\\/])/.test(style);

const policyProblems = (
  name: string,
  style: string,
  { policies }: StyleKind,
  overrides: Partial<Policies>,
  document: ScenarioDocument,
): readonly Problem[] => {
  const known = policies.map(writtenPolicyName);
  return Object.keys(overrides)
    .map(writtenPolicyName)
    .filter((policy) => !known.includes(policy))
    .map((policy) =>
      document.atKey(
        ['contestants', name, 'policies', policy],
        `the style ${style} does not read the policy \`${policy}\`; it reads ${known.join(', ') || 'none'}`,
      ),
    );
};

const countProblems = (names: readonly string[], document: ScenarioDocument): readonly Problem[] => {
  if (names.length === 0) return [document.at(['contestants'], 'expected at least one contestant')];
  if (names.length <= 5) return [];
  return [document.atKey(['contestants', names[5]!], 'a scenario compares five contestants at most')];
};

/** Reads the `contestants`: styles resolved, policies with their defaults and checked against what the style reads. */
export const readContestants = (
  written: WrittenContestants,
  { styles, moduleProblem = () => null }: KnownStyles,
  document: ScenarioDocument,
  file: string,
): { readonly contestants: readonly Contestant[]; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [...countProblems(Object.keys(written), document)];
  const contestants = Object.entries(written).map(
    ([name, { style, policies, services, load }]): Contestant => {
      const overrides = overridesOf(policies);
      const kind = styles.get(style);
      if (reserved.has(name)) {
        problems.push(
          document.atKey(
            ['contestants', name],
            `\`${name}\` means something else in budgets; choose another name`,
          ),
        );
      }
      if (kind !== undefined) problems.push(...policyProblems(name, style, kind, overrides, document));
      else if (!isPath(style)) {
        const hint = suggest(style, styles.keys());
        problems.push(
          document.at(['contestants', name, 'style'], `unknown style \`${clip(style)}\`; ${hint}`),
        );
      }
      const resolved = kind === undefined && isPath(style) ? resolve(dirname(file), style) : style;
      const missing = kind === undefined && isPath(style) ? moduleProblem(resolved) : null;
      if (missing !== null) {
        const message = `the module of the style, ${clip(resolved, 120)}: ${missing}`;
        problems.push(document.at(['contestants', name, 'style'], message));
      }
      return {
        name,
        style: resolved,
        overrides,
        policies: { ...defaultPolicies, ...overrides },
        own: ownOf({ services, load }),
      };
    },
  );
  return { contestants, problems };
};
