import { renderProblems } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { UsageError } from '../shared/errors.ts';
import { type Undecidable, undecidables } from '../verdicts/decidable.ts';

export interface Decidability {
  /** With line and caret; none of these can be decided by any run. */
  readonly never: readonly string[];
  /** These a run may leave open; hypotheses stand here too, since they decide no exit code. */
  readonly maybe: readonly string[];
}

const isFatal = ({ of, sure }: Undecidable): boolean => of === 'budget' && sure === 'never';

const openings = { never: 'can never be decided', maybe: 'may stay undecided' } as const;

const sentence = ({ of, sure, message }: Undecidable): string =>
  sure === 'notice' ? message : `the ${of} ${openings[sure]}: ${message}`;

/** What of a scenario cannot be decided, in words that name the place in its file. */
export const decidabilityOf = (scenario: Scenario, baseline: 'given' | 'missing' | 'open'): Decidability => {
  const show = (item: Undecidable): string =>
    renderProblems(
      [{ line: item.line, column: item.column, length: item.text.length, message: sentence(item) }],
      scenario.file,
      scenario.source,
    );
  const found = undecidables(scenario, baseline);
  return {
    never: found.filter(isFatal).map(show),
    maybe: found.filter((item) => !isFatal(item)).map(show),
  };
};

/**
 * Says before a run what it may leave open; throws a UsageError where a budget can never be decided. Where rates are
 * tried out or claims are asked for, no budget is at stake and `refuse` is false.
 */
export const assertDecidable = (
  scenarios: readonly Scenario[],
  { baseline, refuse }: { readonly baseline: 'given' | 'missing'; readonly refuse: boolean },
  log: (line: string) => void,
): void => {
  const all = scenarios.map((scenario) => decidabilityOf(scenario, baseline));
  const never = [...new Set(all.flatMap((one) => one.never))];
  if (refuse && never.length > 0) throw new UsageError(never.join('\n'));
  for (const line of new Set([...never, ...all.flatMap(({ maybe }) => maybe)])) log(line);
};
