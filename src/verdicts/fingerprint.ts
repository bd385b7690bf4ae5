import type { BudgetResult, Environment, RunResult } from '../result/run.ts';
import type { ScenarioRecord } from '../result/scenario-record.ts';
import { parseExpression } from '../scenario/language/expression.ts';
import { type TreeDifference, treeDifferences } from './tree-differences.ts';

/** A part in which two runs are not alike: its name, or its path in the scenario as it was resolved. */
export interface Difference {
  readonly part: string;
  readonly a: string;
  readonly b: string;
  /** The only contestant that it is about; without it, all. */
  readonly contestant?: string;
}

type Part = readonly [part: string, read: (whole: Environment) => string];
type Run = Pick<RunResult, 'environment' | 'scenario' | 'seed'>;
type RecordedContestant = ScenarioRecord['contestants'][number];

/** A kernel reserves a little more or less memory from boot to boot; a tenth of a GiB is the same machine. */
const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const orNone = (text: string): string => (text === '' ? 'none' : text);

/** Where these agree, figures of two runs may be compared. Tandem's own version is what a comparison is often about. */
const environmentParts: readonly Part[] = [
  ['CPU model', ({ cpuModel }) => cpuModel],
  ['cores', ({ cores }) => String(cores)],
  ['memory', ({ memoryBytes }) => gibibytes(memoryBytes)],
  ['OS', ({ os }) => os],
  ['Node', ({ node }) => node],
  ['broker', ({ broker }) => broker],
  ['dependency lock', ({ dependencyLock }) => orNone(dependencyLock)],
];

const longest = 120;

const shown = (value: unknown): string => {
  if (value === undefined) return 'not recorded';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
};

const differenceOf = ({ path, a, b }: TreeDifference): Difference => ({
  part: path,
  a: shown(a),
  b: shown(b),
});

export const environmentDifferences = (a: Environment, b: Environment): readonly Difference[] =>
  environmentParts
    .map(([part, read]) => ({ part, a: read(a), b: read(b) }))
    .filter((difference) => difference.a !== difference.b);

/** Those that both runs have, by name: what else took part makes no figure of theirs another. */
const sharedContestants = (
  a: ScenarioRecord,
  b: ScenarioRecord,
): readonly (readonly [name: string, a: RecordedContestant, b: RecordedContestant])[] =>
  a.contestants.flatMap((one) => {
    const other = b.contestants.find(({ name }) => name === one.name);
    return other === undefined ? [] : [[one.name, one, other] as const];
  });

/** Under which conditions a contestant ran. Older results have only the capacity of its services. */
const conditionsOf = ({ load, services, capacity }: RecordedContestant): object =>
  services === undefined ? { services: capacity } : { load, services };

/** Where an older result has less, only what both have can be compared; that there was less is a difference itself. */
const differencesBetween = (a: RecordedContestant, b: RecordedContestant): readonly TreeDifference[] => {
  const unlikeRecords = (a.services === undefined) !== (b.services === undefined);
  if (!unlikeRecords) return treeDifferences(conditionsOf(a), conditionsOf(b));
  const { capacity: _a, ...ofA } = a;
  const { capacity: _b, ...ofB } = b;
  return [
    ...treeDifferences({ services: a.capacity }, { services: b.capacity }),
    ...(['load', 'services'] as const).flatMap((part) => treeDifferences(ofA[part], ofB[part], part)),
  ];
};

const keyOf = ({ path, a, b }: TreeDifference): string => JSON.stringify([path, a ?? null, b ?? null]);

/** What all of several contestants have otherwise was changed once and is told once. */
const contestantConditions = (a: ScenarioRecord, b: ScenarioRecord): readonly Difference[] => {
  const sharedDifferences = sharedContestants(a, b).map(
    ([name, one, other]) => [name, differencesBetween(one, other)] as const,
  );
  const keys = sharedDifferences.map(([, differences]) => new Set(differences.map(keyOf)));
  const isCommon = (one: TreeDifference): boolean =>
    sharedDifferences.length > 1 && keys.every((own) => own.has(keyOf(one)));
  return [
    ...(sharedDifferences[0]?.[1] ?? []).filter(isCommon).map(differenceOf),
    ...sharedDifferences.flatMap(([name, differences]) =>
      differences
        .filter((one) => !isCommon(one))
        .map((one) => ({
          ...differenceOf({ ...one, path: `contestants.${name}.${one.path}` }),
          contestant: name,
        })),
    ),
  ];
};

/** What a scenario asks of every contestant. */
const commonConditions = (
  { name, scale, load, faults, workflow, parties }: ScenarioRecord,
  other: ScenarioRecord,
): object => ({
  scenario: name,
  scale,
  load,
  faults,
  // An older result does not say it; it had the first workflow, and nobody outside.
  ...(other.workflow === undefined ? {} : { workflow }),
  ...(other.parties === undefined ? {} : { parties }),
});

const distinct = (differences: readonly Difference[]): readonly Difference[] => [
  ...new Map(differences.map((one) => [JSON.stringify([one.part, one.a, one.b]), one])).values(),
];

/**
 * Everything in which two runs differ besides the code, the styles and the policies that they measured: machine, load,
 * work, capacity, faults with their settings, seed. Each by its path, for instance
 * `contestants.http.services.NAME.work.medianMs`; without a contestant where all of them differ alike.
 */
export const runDifferences = (a: Run, b: Run): readonly Difference[] =>
  distinct([
    ...environmentDifferences(a.environment, b.environment),
    ...treeDifferences(
      commonConditions(a.scenario, b.scenario),
      commonConditions(b.scenario, a.scenario),
    ).map(differenceOf),
    ...contestantConditions(a.scenario, b.scenario),
    ...treeDifferences({ seed: a.seed }, { seed: b.seed }).map(differenceOf),
  ]);

/**
 * What makes the contestants themselves others than they were, by path: style and policies. That is what a comparison
 * may be about, so it takes no power from a budget; but nobody should have to guess it.
 */
export const contestantDifferences = (
  a: Pick<Run, 'scenario'>,
  b: Pick<Run, 'scenario'>,
): readonly Difference[] =>
  sharedContestants(a.scenario, b.scenario).flatMap(([name, one, other]) =>
    treeDifferences(
      { style: one.style, module: one.module, policies: one.policies },
      { style: other.style, module: other.module, policies: other.policies },
      `contestants.${name}`,
    ).map((difference) => ({ ...differenceOf(difference), contestant: name })),
  );

/** For instance `cores: 8 then, 2 now`. */
export const showDifference = (
  { part, a, b }: Difference,
  [first, second]: readonly [string, string],
): string => `${part}: ${a} ${first}, ${b} ${second}`;

const mostShown = 20;

/** One line for each difference, and one for those beyond the twentieth. */
export const showDifferences = (
  differences: readonly Difference[],
  when: readonly [string, string],
): readonly string[] => {
  const lines = differences.slice(0, mostShown).map((one) => showDifference(one, when));
  const left = differences.length - lines.length;
  return left === 0 ? lines : [...lines, `and ${left} more differences`];
};

const mostNamed = 5;

/**
 * Takes from budgets against a baseline the power to fail when the baseline was not measured under like conditions.
 * Their figures stay, their detail says why they only advise. Budgets without `baseline`, and those about contestants
 * whose conditions did not change, are returned as they are.
 */
export const asAdvisory = (
  budgets: readonly BudgetResult[],
  unlike: readonly Difference[],
): readonly BudgetResult[] => {
  if (unlike.length === 0) return budgets;
  return budgets.map((budget) => {
    const { usesBaseline, forEach, contestants } = parseExpression(budget.text);
    if (!usesBaseline) return budget;
    const about = unlike.filter(
      ({ contestant }) => contestant === undefined || forEach || contestants.includes(contestant),
    );
    if (about.length === 0) return budget;
    const left = about.length - mostNamed;
    const named = about.slice(0, mostNamed).map(({ part }) => part);
    const why = [...named, ...(left > 0 ? [`${left} more`] : [])].join(', ');
    return {
      ...budget,
      verdict: budget.verdict === 'pass' ? ('pass' as const) : ('warn' as const),
      detail: `${budget.detail}; advisory only, the baseline differs in ${why}`,
    };
  });
};
