import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { type Choice, chosenScenarios } from '../claims/chosen-scenarios.ts';
import { type ClaimRecord, claimRecordOf } from '../claims/claim-record.ts';
import { openClaimsFolder } from '../claims/claims-folder.ts';
import { renderClaims } from '../claims/render-claims.ts';
import { listScenarios } from '../scenario/listed.ts';
import { exitCodes, UsageError } from '../shared/errors.ts';
import { roundCount, scaleFactor, wholeNumber } from './option-values.ts';
import { runFiles } from './run-files.ts';

const ownScenarios = fileURLToPath(new URL('../../scenarios', import.meta.url));

interface Flags extends Omit<Choice, 'names'> {
  readonly scale: number;
  readonly rounds?: number;
  readonly seed: number;
  readonly out: string;
  readonly json?: true;
}

/** A refuted claim is a finding and no error; only what could not be measured is one. */
export const claimsExitCode = (records: readonly ClaimRecord[], interrupted: boolean): number => {
  if (interrupted) return exitCodes.interrupted;
  return records.every(({ valid }) => valid) ? exitCodes.pass : exitCodes.invalid;
};

const filesOf = (choice: Choice): readonly string[] => {
  const { scenarios, errors } = listScenarios(
    existsSync('scenarios') ? 'scenarios' : relative('.', ownScenarios),
  );
  if (errors.length > 0) throw new UsageError(errors.join('\n'));
  return chosenScenarios(scenarios, choice);
};

export const registerClaims = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('claims')
    .description('run scenarios and say of each claim whether it is supported or refuted')
    .argument('[name...]', 'scenarios by name, as `tandem list` shows them')
    .option('--all', 'every scenario')
    .option('--group <group>', 'the scenarios of this group')
    .option('--scale <f>', 'shorten or lengthen all durations', scaleFactor, 1)
    .option('--rounds <n>', 'rounds per contestant, instead of the scenario’s', roundCount)
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--out <dir>', 'folder for claims.json, claims.md and the results', 'results')
    .option('--yes', 'run even what would send very many requests, take hours or fill the memory')
    .option('--json', 'print the records as JSON on stdout and nothing else there')
    .action(async (names: string[], { json, ...flags }: Flags) => {
      const files = filesOf({ names, ...flags });
      const folder = openClaimsFolder(flags.out);
      const records: ClaimRecord[] = [];
      await runFiles(files, { ...flags, only: [] }, interrupt, ({ result }) => {
        // Half a run says nothing about a claim and must not replace a whole one.
        if (result.partial) return;
        const record = claimRecordOf(result);
        records.push(record);
        folder.add(record);
        process.stderr.write(`${record.name}: ${record.verdict}${record.valid ? '' : ' (invalid rounds)'}\n`);
      });
      process.stdout.write(
        json ? `${JSON.stringify(records, null, 2)}\n` : renderClaims(records, process.stdout.columns),
      );
      process.exitCode = claimsExitCode(records, interrupt.aborted);
    });
};
