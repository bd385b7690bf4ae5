import type { Command } from 'commander';
import { compareRuns, sharedContestants } from '../comparison/compare-runs.ts';
import { renderComparison } from '../comparison/render-comparison.ts';
import { readResult } from '../runs/read-result.ts';
import { exitCodes, TandemError, UsageError } from '../shared/errors.ts';
import { contestantDifferences, runDifferences } from '../verdicts/fingerprint.ts';

const compare = (pathA: string, pathB: string, json: boolean): void => {
  const [a, b] = [readResult(pathA), readResult(pathB)];
  if (sharedContestants(a, b).length === 0) {
    const names = [a, b].map(({ scenario }) => scenario.contestants.map(({ name }) => name).join(', '));
    throw new UsageError(`no contestant took part in both runs: A has ${names[0]}, B has ${names[1]}`);
  }
  const differences = runDifferences(a, b);
  const contestants = contestantDifferences(a, b);
  const comparisons = compareRuns(a, b);
  if (comparisons.length === 0) {
    throw new TandemError(
      'no contestant has valid rounds with figures in both runs: nothing can be compared',
      exitCodes.invalid,
    );
  }
  const document = {
    schema: 'tandem.comparison/1',
    advisory: differences.length > 0,
    differences,
    contestants,
    comparisons,
  };
  process.stdout.write(
    json
      ? `${JSON.stringify(document)}\n`
      : renderComparison({ a, b, comparisons, differences, contestants }),
  );
};

export const registerCompare = (program: Command): void => {
  program
    .command('compare')
    .description('compare two runs, contestant by contestant; ~ marks what shows no difference')
    .argument('<a>', 'folder of a run, or its result.json')
    .argument('<b>', 'the run that is seen from A')
    .option('--json', 'print one JSON document on stdout')
    .action((a: string, b: string, { json = false }: { json?: boolean }) => compare(a, b, json));
};
