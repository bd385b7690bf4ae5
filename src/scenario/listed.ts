import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UsageError } from '../shared/errors.ts';
import { catalogue } from './catalogue.ts';
import { loadScenario } from './load.ts';
import type { Scenario } from './scenario.ts';

export interface ListedScenario {
  readonly file: string;
  readonly name: string;
  readonly title: string;
  readonly claim: string;
  readonly group: string;
  readonly contestants: readonly string[];
}

const listed = ({ file, name, title, claim, group, contestants }: Scenario): ListedScenario => ({
  file,
  name,
  title,
  claim,
  group,
  contestants: contestants.map((contestant) => contestant.name),
});

/** Every scenario of a folder; those with errors apart, so that one of them does not hide the others. */
export const listScenarios = (
  folder: string,
): { readonly scenarios: readonly ListedScenario[]; readonly errors: readonly string[] } => {
  if (!existsSync(folder))
    throw new UsageError(`${folder}: no such folder; \`tandem init\` writes a first scenario`);
  const scenarios: ListedScenario[] = [];
  const errors: string[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    if (!/\.ya?ml$/.test(name)) continue;
    try {
      scenarios.push(listed(loadScenario(join(folder, name), catalogue)));
    } catch (error) {
      errors.push(messageOf(error));
    }
  }
  return { scenarios, errors };
};
