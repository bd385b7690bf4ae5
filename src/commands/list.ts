import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { catalogue } from '../scenario/catalogue.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { messageOf, UsageError } from '../shared/errors.ts';
import { ownScenarios } from './scenario-file.ts';

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

/** Groups in alphabetical order; what has none comes first. */
export const renderList = (scenarios: readonly ListedScenario[]): string => {
  const groups = [...new Set(scenarios.map(({ group }) => group))].toSorted();
  const blocks = groups.map((group) => {
    const heading = group === '' ? [] : [group];
    const entries = scenarios
      .filter((scenario) => scenario.group === group)
      .flatMap(({ name, file, title, claim }) => [`  ${name} (${file})`, `    ${title}`, `    ${claim}`]);
    return [...heading, ...entries].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
};

export const registerList = (program: Command): void => {
  program
    .command('list')
    .description('list scenarios with the claim that each tests')
    .argument('[folder]', 'folder with scenarios; default: ./scenarios, else those that come with tandem')
    .option('--json', 'print the list as JSON')
    .action((folder: string | undefined, { json }: { json?: true }) => {
      const place = folder ?? (existsSync('scenarios') ? 'scenarios' : relative('.', ownScenarios));
      const { scenarios, errors } = listScenarios(place);
      process.stdout.write(json ? `${JSON.stringify(scenarios, null, 2)}\n` : renderList(scenarios));
      if (errors.length > 0) throw new UsageError(errors.join('\n'));
    });
};
