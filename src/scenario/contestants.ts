import type { z } from 'zod';
import { metricDefinitions } from '../analysis/metrics.ts';
import { phaseNames } from '../result/figures.ts';
import { clip } from '../shared/clip.ts';
import { messageOf } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import { suggest } from '../shared/near-miss.ts';
import { defaultsOf, type PolicyValues } from '../styles/policy.ts';
import type { Style } from '../styles/style.ts';
import { placementProblem } from '../styles/style-module.ts';
import type { Workflow } from '../workflow/definition.ts';
import type { ScenarioDocument } from './document.ts';
import { isModulePath, resolvedName } from './module-path.ts';
import type { Problem } from './problem.ts';
import type { Contestant } from './scenario.ts';
import type { scenarioSchema } from './schema.ts';
import { ownSpec, strangeServices } from './services.ts';

/** What the scenario language must know of a style. */
export type StyleKind = Pick<Style, 'policies'> & Partial<Omit<Style, 'policies'>>;

/** The processes of a style for a workflow; those of the workflow where it names none, or cannot say. */
export const rolesOf = ({ services }: StyleKind, workflow: Workflow): readonly string[] => {
  const usual = Object.keys(workflow.services);
  try {
    return (typeof services === 'function' ? services(workflow) : services) ?? usual;
  } catch {
    // What it cannot say is told of with its contestant.
    return usual;
  }
};

const isPlaceable = (kind: StyleKind): kind is StyleKind & Style =>
  kind.services !== undefined && kind.frontDoor !== undefined && kind.answers !== undefined;

/** Why a style cannot run the workflow of the scenario with its policies; null where it can. */
const refusalOf = (kind: StyleKind, workflow: Workflow, policies: PolicyValues): string | null => {
  if (!isPlaceable(kind)) return null;
  try {
    return placementProblem(kind, workflow) ?? kind.refuses?.(workflow, policies) ?? null;
  } catch (error) {
    return `its \`refuses\` failed: ${messageOf(error)}`;
  }
};

/** The styles that a scenario may name, and what is wrong with a module that it points to; null when it is there. */
export interface KnownStyles {
  readonly styles: ReadonlyMap<string, StyleKind>;
  readonly moduleProblem?: (path: string) => string | null;
}

type WrittenContestants = z.output<ReturnType<typeof scenarioSchema>>['contestants'];

/** Names that begin a metric or stand for something else in an expression. */
const reserved = new Set([
  ...phaseNames,
  'baseline',
  // Every object has one, so a table by contestant would find it where nothing is.
  'constructor',
  ...[...metricDefinitions.keys()].map((name) => name.split('.')[0]),
]);

const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  // The same keys with the same values, without those that are undefined.
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;

const ownOf = ({
  services,
  load,
}: Pick<WrittenContestants[string], 'services' | 'load'>): Contestant['own'] => ({
  services: Object.fromEntries(
    Object.entries(services).map(([name, own]) => [
      name,
      // Who has so many all the time does not scale, even where the others do.
      own.instances === undefined ? ownSpec(own) : { ...ownSpec(own), autoscale: null },
    ]),
  ),
  ...given({ perSecond: load.rate, warmUpMs: load.warmUp, payload: load.payload }),
});

const countProblems = (names: readonly string[], document: ScenarioDocument): readonly Problem[] => {
  if (names.length === 0) return [document.at(['contestants'], 'expected at least one contestant')];
  if (names.length <= limits.contestants) return [];
  const message = `a scenario compares ${limits.contestants} contestants at most`;
  return [document.atKey(['contestants', names[limits.contestants]!], message)];
};

/** Reads the `contestants`: styles resolved, and policies with their defaults where the style is known. */
export const readContestants = (
  written: WrittenContestants,
  workflow: Workflow,
  overridesBy: ReadonlyMap<string, PolicyValues>,
  { styles, moduleProblem = () => null }: KnownStyles,
  document: ScenarioDocument,
  file: string,
): { readonly contestants: readonly Contestant[]; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [...countProblems(Object.keys(written), document)];
  const contestants = Object.entries(written).map(([name, { style, services, load }]): Contestant => {
    const overrides = overridesBy.get(name) ?? {};
    const resolved = resolvedName(style, file);
    const kind = styles.get(resolved);
    if (reserved.has(name)) {
      problems.push(
        document.atKey(
          ['contestants', name],
          `\`${name}\` means something else in budgets; choose another name`,
        ),
      );
    }
    if (kind === undefined && !isModulePath(style)) {
      const hint = suggest(style, styles.keys());
      problems.push(document.at(['contestants', name, 'style'], `unknown style \`${clip(style)}\`; ${hint}`));
    }
    const missing = kind === undefined && isModulePath(style) ? moduleProblem(resolved) : null;
    if (missing !== null) {
      const message = `the module of the style, ${clip(resolved, 120)}: ${missing}`;
      problems.push(document.at(['contestants', name, 'style'], message));
    }
    const policies = kind === undefined ? {} : { ...defaultsOf(kind.policies), ...overrides };
    problems.push(...strangeServices(services, workflow, ['contestants', name, 'services'], document));
    const refusal = kind === undefined ? null : refusalOf(kind, workflow, policies);
    if (refusal !== null)
      problems.push(document.at(['contestants', name, 'style'], `the style ${clip(style)}: ${refusal}`));
    return {
      name,
      style: resolved,
      overrides,
      policies,
      own: ownOf({ services, load }),
    };
  });
  return { contestants, problems };
};
