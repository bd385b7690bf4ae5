import type { BudgetResult, Environment, RunResult, ScenarioRecord } from '../analysis/result.ts';
import { parseExpression } from '../scenario/language/expression.ts';

/** A part in which two runs are not alike, in words. */
export interface Difference {
  readonly part: string;
  readonly a: string;
  readonly b: string;
}

type Part<T> = readonly [part: string, read: (whole: T) => string];

/** A kernel reserves a little more or less memory from boot to boot; a tenth of a GiB is the same machine. */
const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const orNone = (text: string): string => (text === '' ? 'none' : text);

/** Where these agree, figures of two runs may be compared. Tandem's own version is what a comparison is often about. */
const environmentParts: readonly Part<Environment>[] = [
  ['CPU model', ({ cpuModel }) => cpuModel],
  ['cores', ({ cores }) => String(cores)],
  ['memory', ({ memoryBytes }) => gibibytes(memoryBytes)],
  ['OS', ({ os }) => os],
  ['Node', ({ node }) => node],
  ['broker', ({ broker }) => broker],
  ['dependency lock', ({ dependencyLock }) => orNone(dependencyLock)],
];

/** What a scenario asks of every contestant; policies may differ, for they may be what is compared. */
const scenarioParts: readonly Part<ScenarioRecord>[] = [
  ['scenario', ({ name }) => name],
  ['scale', ({ scale }) => String(scale)],
  ['load', ({ load }) => JSON.stringify(load)],
  ['faults', ({ faults }) => JSON.stringify(faults)],
];

const differences = <T>(parts: readonly Part<T>[], a: T, b: T): readonly Difference[] =>
  parts
    .map(([part, read]) => ({ part, a: read(a), b: read(b) }))
    .filter((difference) => difference.a !== difference.b);

export const environmentDifferences = (a: Environment, b: Environment): readonly Difference[] =>
  differences(environmentParts, a, b);

/** Everything in which two runs differ besides the code and the policies that they measured. */
export const runDifferences = (
  a: Pick<RunResult, 'environment' | 'scenario' | 'seed'>,
  b: Pick<RunResult, 'environment' | 'scenario' | 'seed'>,
): readonly Difference[] => [
  ...environmentDifferences(a.environment, b.environment),
  ...differences(scenarioParts, a.scenario, b.scenario),
  ...(a.seed === b.seed ? [] : [{ part: 'seed', a: String(a.seed), b: String(b.seed) }]),
];

/** For instance `cores: 8 then, 2 now`. */
export const showDifference = (
  { part, a, b }: Difference,
  [first, second]: readonly [string, string],
): string => `${part}: ${a} ${first}, ${b} ${second}`;

/**
 * Takes from budgets against a baseline the power to fail when the baseline was not measured under like conditions.
 * Their figures stay, their detail says why they only advise. Budgets without `baseline` are returned as they are.
 */
export const asAdvisory = (
  budgets: readonly BudgetResult[],
  unlike: readonly Difference[],
): readonly BudgetResult[] => {
  if (unlike.length === 0) return budgets;
  const why = unlike.map(({ part }) => part).join(', ');
  return budgets.map((budget) => {
    if (!parseExpression(budget.text).usesBaseline) return budget;
    return {
      ...budget,
      verdict: budget.verdict === 'pass' ? ('pass' as const) : ('warn' as const),
      detail: `${budget.detail}; advisory only, the baseline differs in ${why}`,
    };
  });
};
