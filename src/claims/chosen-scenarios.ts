import type { ListedScenario } from '../scenario/listed.ts';
import { UsageError } from '../shared/errors.ts';

export interface Choice {
  /** Scenarios by name. */
  readonly names: readonly string[];
  readonly group?: string;
  readonly all?: true;
}

const oneOf = (words: readonly string[]): string => [...new Set(words)].toSorted().join(', ');

/** Files of the chosen scenarios, in the order of the list. Throws a UsageError for what is not there. */
export const chosenScenarios = (
  listed: readonly ListedScenario[],
  { names, group, all }: Choice,
): readonly string[] => {
  const unknown = names.find((name) => !listed.some((scenario) => scenario.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`no scenario ${unknown}; there are ${oneOf(listed.map(({ name }) => name))}`);
  }
  const wanted = group?.toLowerCase();
  if (wanted !== undefined && !listed.some((scenario) => scenario.group.toLowerCase() === wanted)) {
    const groups = listed.map((scenario) => scenario.group).filter((one) => one !== '');
    throw new UsageError(`no group ${group!}; there are ${oneOf(groups)}`);
  }
  if (names.length === 0 && wanted === undefined && all !== true) {
    throw new UsageError('which claims? Name scenarios, a --group, or --all; `tandem list` shows them');
  }
  return listed
    .filter(
      (scenario) => all === true || names.includes(scenario.name) || scenario.group.toLowerCase() === wanted,
    )
    .map(({ file }) => file);
};
