import type { Command } from 'commander';
import { latestRun } from '../baselines/latest-run.ts';
import { baselineFolder, baselineNames, readBaseline, saveBaseline } from '../baselines/store.ts';
import type { RunResult } from '../result/run.ts';
import { columns } from '../shared/columns.ts';
import { messageOf } from '../shared/errors.ts';
import { printable } from '../shared/printable.ts';

const rowOf = (
  name: string,
  { scenario, finishedAt, environment, verdict }: RunResult,
): readonly string[] => [
  name,
  scenario.name,
  finishedAt,
  verdict,
  `${environment.cores} × ${environment.cpuModel}`,
];

/** One that cannot be used is named on stderr and left out of the list. */
const usableBaselines = (): readonly { readonly name: string; readonly result: RunResult }[] =>
  baselineNames().flatMap((name) => {
    try {
      return [{ name, result: readBaseline(name) }];
    } catch (error) {
      process.stderr.write(`left out: ${printable(messageOf(error))}\n`);
      return [];
    }
  });

const listBaselines = (json: boolean): void => {
  const baselines = usableBaselines();
  if (json) {
    const documents = baselines.map(({ name, result: { scenario, finishedAt, verdict, environment } }) => ({
      name,
      scenario: scenario.name,
      finishedAt,
      verdict,
      environment,
    }));
    process.stdout.write(`${JSON.stringify(documents)}\n`);
    return;
  }
  if (baselineNames().length === 0) {
    process.stdout.write(
      `no baseline in ${baselineFolder}/; \`tandem baseline save NAME\` makes one of a run\n`,
    );
    return;
  }
  const rows = baselines.map(({ name, result }) => rowOf(name, result));
  const lines = columns([['baseline', 'scenario', 'measured', 'verdict', 'on'], ...rows], '').map(printable);
  process.stdout.write(`${lines.join('\n')}\n`);
};

export const registerBaseline = (program: Command): void => {
  const baseline = program
    .command('baseline')
    .description(`keep a run under ${baselineFolder}/ for budgets that say \`baseline\``);
  baseline
    .command('save')
    .description('keep a run: the newest one unless --from names another')
    .argument('<name>', 'name of the baseline; one of that name is replaced')
    .option('--from <dir>', 'folder of a run, or its result.json')
    .option('--results <dir>', 'where to look for the newest run', 'results')
    .action((name: string, { from, results }: { from?: string; results: string }) => {
      const source = from ?? latestRun(results);
      const { file, replaced } = saveBaseline(name, source);
      process.stdout.write(`${file}${replaced ? ' (replaced)' : ''} from ${source}\n`);
    });
  baseline
    .command('list')
    .description('list the baselines')
    .option('--json', 'print one JSON document on stdout')
    .action(({ json = false }: { json?: boolean }) => listBaselines(json));
};
