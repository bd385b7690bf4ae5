import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Command } from 'commander';
import { type ListedScenario, listScenarios } from '../scenario/listed.ts';
import { ownScenarios } from '../scenario/scenario-file.ts';
import { UsageError } from '../shared/errors.ts';

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
