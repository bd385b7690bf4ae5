import type { Command } from 'commander';
import { lastAttempts } from '../analysis/counting-rounds.ts';
import { renderReference } from '../comparison/render-reference.ts';
import { brokerProcess } from '../evidence/evidence.ts';
import { toJson } from '../reports/json.ts';
import type { RunResult } from '../result/run.ts';
import { exitCodes } from '../shared/errors.ts';
import { exitCodeOf } from '../verdicts/verdict.ts';
import { assertCiFiles, type Ci, type CiFlags, ciReporter, failureOf } from './ci-reporter.ts';
import { repeated, roundCount, scaleFactor, timeLimit, wholeNumber } from './option-values.ts';
import { printTable } from './print-table.ts';
import { renderOpen } from './render-open.ts';
import { type FinishedRun, type RunFlags, runFiles } from './run-files.ts';

/** Whether a round that counts was spoilt by the death of the broker, which is the environment's and not ours. */
const lostItsBroker = ({ rounds }: RunResult): boolean =>
  lastAttempts(rounds).some(({ ended = [] }) => ended.some(({ process }) => process === brokerProcess));

/** The worst exit code of several runs: interrupted, then the environment, then invalid, then a failed budget. */
export const worstExitCode = (results: readonly RunResult[], interrupted: boolean): number => {
  if (interrupted) return exitCodes.interrupted;
  if (results.some(lostItsBroker)) return exitCodes.environment;
  return Math.max(exitCodes.pass, ...results.map(({ verdict }) => exitCodeOf(verdict)));
};

interface Flags extends RunFlags, CiFlags {
  readonly live?: true;
  readonly port: number;
}

const leftOut = (runs: number, files: number): string =>
  runs === 0 ? 'before anything was measured' : `before ${files - runs} of ${files} scenarios were run`;

const runAndReport = async (
  files: readonly string[],
  flags: Flags,
  interrupt: AbortSignal,
): Promise<readonly FinishedRun[]> => {
  const ci: Ci = ciReporter(flags);
  assertCiFiles(flags);
  const livePort = flags.live ? flags.port : undefined;
  try {
    const runs = await runFiles(files, { ...flags, livePort, budgetsDecide: true }, interrupt, (run) => {
      ci.finished(run.result);
      if (flags.json) return;
      printTable(run);
      process.stdout.write(renderReference(run.result));
      process.stdout.write(renderOpen(run.result, flags.within));
    });
    if (runs.length < files.length)
      ci.failed({ kind: 'interrupted', message: `interrupted ${leftOut(runs.length, files.length)}` });
    return runs;
  } catch (error) {
    ci.failed(failureOf(error));
    throw error;
  }
};

export const registerRun = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('run')
    .description('run scenarios and report what became of every request')
    .argument('<file...>', 'scenario files, or names of scenarios as `tandem list` shows them')
    .option('--rounds <n>', 'rounds per contestant, instead of the scenario’s', roundCount)
    .option(
      '--within <time>',
      'as many rounds as this time allows, instead of the scenario’s; ends earlier when all is decided',
      timeLimit,
    )
    .option('--only <contestant>', 'run this contestant only; may be repeated', repeated, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--scale <f>', 'shorten or lengthen all durations', scaleFactor, 1)
    .option('--strict', 'a budget fails already when only its point estimate lies beyond the limit')
    .option('--baseline <name>', 'run that `baseline` in budgets means: a saved name, or a result file')
    .option(
      '--against-ref <gitref>',
      'run that state of the code too: side by side where nothing but the load happens, else in interleaved rounds',
    )
    .option('--github', 'annotate the scenario in a GitHub job and append to its step summary')
    .option('--junit <file>', 'write one JUnit file for all scenarios, also where none could be run')
    .option('--live', 'serve a page on this machine that shows the run while it goes on')
    .option('--port <n>', 'port of the live page; 0 takes a free one', wholeNumber, 0)
    .option('--yes', 'run even what would send very many requests, take hours or fill the memory')
    .option(
      '--keep-evidence',
      'keep what every round left behind, in the folder `evidence` of the run; `tandem judge` judges it again',
    )
    .option('--json', 'print the result document on stdout and nothing else there')
    .action(async (files: string[], flags: Flags) => {
      const runs = await runAndReport(files, flags, interrupt);
      const results = runs.map(({ result }) => result);
      if (flags.json) {
        process.stdout.write(
          results.length === 1 ? toJson(results[0]!) : `[${results.map(toJson).join(',')}]\n`,
        );
      }
      process.exitCode = worstExitCode(results, interrupt.aborted);
    });
};
