import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { judge } from '../evidence/assemble-result.ts';
import { type KeptEvidence, readKept } from '../evidence/store.ts';
import { toJson } from '../reports/json.ts';
import type { RunResult } from '../result/run.ts';
import { messageOf, UsageError } from '../shared/errors.ts';
import { exitCodeOf } from '../verdicts/verdict.ts';
import { printTable } from './print-table.ts';

/** The folder of a run keeps its evidence in a folder of its own; either may be named. */
const evidenceIn = (folder: string): string => {
  const own = join(folder, 'evidence');
  return existsSync(own) ? own : folder;
};

const judged = ({ run, rounds }: KeptEvidence, folder: string): RunResult => {
  try {
    return judge(run, rounds);
  } catch (error) {
    throw new UsageError(`${folder}: its evidence cannot be judged: ${messageOf(error)}`);
  }
};

/** Whether the result beside the evidence says the same, in words; nothing where there is none. */
const compared = (folder: string, document: string): string => {
  const file = join(folder, 'result.json');
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8') === document
    ? `the same as ${file}, byte for byte\n`
    : `not the same as ${file}: another version of the program judged it, or one of them was changed\n`;
};

export const registerJudge = (program: Command): void => {
  program
    .command('judge')
    .description('judge the kept evidence of a run again')
    .argument('<folder>', 'folder of a run with --keep-evidence')
    .option('--json', 'print the result document on stdout and nothing else there')
    .action(async (folder: string, { json }: { json?: true }) => {
      const result = judged(await readKept(evidenceIn(folder)), folder);
      const document = toJson(result);
      if (json) process.stdout.write(document);
      else {
        printTable({ result, folder });
        process.stdout.write(compared(folder, document));
      }
      process.exitCode = exitCodeOf(result.verdict);
    });
};
