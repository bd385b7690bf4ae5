import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { needsBroker } from '../bench/style-of.ts';
import { buildReference } from '../comparison/against-ref.ts';
import { assertGround } from '../doctor/ground-checks.ts';
import { gateComment } from '../gate/comment.ts';
import { historyEntry, withEntry } from '../gate/history.ts';
import { type Gated, gateAdvice, renderGate, worstGate } from '../gate/render-gate.ts';
import { assertEnoughTime, runGate } from '../gate/run-gate.ts';
import { usualGateScenario } from '../gate/usual-scenario.ts';
import { annotation } from '../reports/annotation.ts';
import { toJson } from '../reports/json.ts';
import { openResultFolder, type ResultFolder } from '../runs/result-folder.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { parseScenario } from '../scenario/load.ts';
import { loadWithModules } from '../scenario/modules.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioFile } from '../scenario/scenario-file.ts';
import { nowMs } from '../shared/clock.ts';
import { formatDuration } from '../shared/durations.ts';
import { exitCodes } from '../shared/errors.ts';
import { writeWhole } from '../shared/write-whole.ts';
import { usualMargins } from '../verdicts/gate.ts';
import { assertCiFiles, type Ci, type CiFlags, ciReporter, failureOf } from './ci-reporter.ts';
import { repeated, timeLimit, wholeNumber } from './option-values.ts';
import { appendSummary } from './print-github.ts';
import { progressLine } from './progress-line.ts';
import { assertComparable, benchFor } from './run-files.ts';

const execFileAsync = promisify(execFile);

interface Flags extends CiFlags {
  readonly againstRef: string;
  readonly within: number;
  readonly only: readonly string[];
  readonly out: string;
  readonly seed: number;
  readonly keepEvidence?: true;
  readonly history?: string;
}

const readScenario = (file: string | undefined, only: readonly string[]): Scenario | Promise<Scenario> =>
  file === undefined
    ? parseScenario(usualGateScenario, 'gate.yaml', catalogue, { only })
    : loadWithModules(scenarioFile(file), catalogue, { only });

const exitCodeFor = (gated: readonly Gated[], interrupted: boolean): number => {
  if (interrupted) return exitCodes.interrupted;
  const verdict = worstGate(gated);
  if (verdict === 'worse') return exitCodes.budgetFailed;
  return verdict === 'not worse' && gated.length > 0 ? exitCodes.pass : exitCodes.invalid;
};

const headCommit = async (): Promise<string> =>
  execFileAsync('git', ['rev-parse', 'HEAD']).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );

/** What a job is told: an annotation, the step summary, the body of a comment, and one more line in the history. */
const tellGithub = async (gated: readonly Gated[], { out, history }: Flags): Promise<void> => {
  const verdict = worstGate(gated);
  const comment = gateComment(gated);
  process.stderr.write(
    `${annotation(verdict === 'not worse' ? 'notice' : 'error', `Tandem gate: ${verdict}`, gateAdvice(gated))}\n`,
  );
  appendSummary(comment);
  writeWhole(join(out, 'comment.md'), comment);
  const file = history ?? join(out, 'history.jsonl');
  const entry = historyEntry(gated, { commit: await headCommit(), at: new Date().toISOString(), verdict });
  writeWhole(file, withEntry(existsSync(file) ? readFileSync(file, 'utf8') : '', entry));
};

const gate = async (
  file: string | undefined,
  flags: Flags,
  ci: Ci,
  interrupt: AbortSignal,
): Promise<void> => {
  const { againstRef, within, only, out, seed } = flags;
  const scenario = await readScenario(file, only);
  assertComparable([scenario]);
  assertEnoughTime(scenario, within);
  const listener = progressLine();
  assertGround(out, [scenario]);
  const startedMs = nowMs();
  await using bench = await benchFor([scenario], listener, interrupt);
  await using reference = await buildReference({
    ref: againstRef,
    reaper: bench.reaper,
    log: listener.log,
    signal: interrupt,
  });
  const builtMs = nowMs() - startedMs;
  if (await needsBroker([scenario])) await bench.broker();
  const readyMs = nowMs() - startedMs;
  const folders: ResultFolder[] = [];
  const measure = () =>
    runGate({
      bench,
      reference,
      scenario,
      margins: { ...usualMargins, ...scenario.margins },
      withinMs: within,
      seed,
      log: listener.log,
      signal: interrupt,
      placeFor: ({ name }) => {
        const folder = openResultFolder(out, name, new Date());
        folders.push(folder);
        return {
          save: folder.save,
          logFolder: join(folder.path, 'logs'),
          ...(flags.keepEvidence ? { evidenceFolder: join(folder.path, 'evidence') } : {}),
        };
      },
      finished: (result) => {
        listener.done();
        ci.filed(result);
      },
    });
  // Whatever was measured gets its reports, however the gate ends.
  const results = await measure().finally(() => {
    for (const folder of folders) folder[Symbol.dispose]();
  });
  const gated = results.flatMap((result): readonly Gated[] =>
    result.gate === undefined ? [] : [{ result, gate: result.gate }],
  );
  if (flags.json) process.stdout.write(`[${results.map(toJson).join(',')}]\n`);
  else {
    process.stdout.write(`${renderGate(gated)}\n`);
    for (const { path } of folders) process.stdout.write(`report: ${join(path, 'report.html')}\n`);
  }
  const total = nowMs() - startedMs;
  process.stderr.write(
    `beyond measuring: ${formatDuration(builtMs)} for the other build, ${formatDuration(readyMs - builtMs)} for the broker; ${formatDuration(total)} in all\n`,
  );
  if (flags.github) await tellGithub(gated, flags);
  process.exitCode = exitCodeFor(gated, interrupt.aborted);
};

export const registerGate = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('gate')
    .description('ask whether this build is worse than another one: exit 1 if it is, 0 if it is not')
    .argument('[file]', 'a scenario, instead of both styles as they are by default')
    .requiredOption('--against-ref <gitref>', 'the other build: a branch, tag or commit')
    .option('--within <time>', 'time for measuring; it ends earlier when all is decided', timeLimit, 180_000)
    .option('--only <contestant>', 'this contestant only; may be repeated', repeated, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option(
      '--github',
      'annotate a GitHub job, append to its step summary, and write comment.md and the history to the folder for results',
    )
    .option(
      '--history <file>',
      'with --github: the history, one JSON line a commit, instead of history.jsonl there',
    )
    .option('--junit <file>', 'write one JUnit file')
    .option('--keep-evidence', 'keep what every round left behind')
    .option('--json', 'print the result documents on stdout and nothing else there')
    .action(async (file: string | undefined, flags: Flags) => {
      const ci = ciReporter(flags);
      assertCiFiles(flags);
      try {
        await gate(file, flags, ci, interrupt);
      } catch (error) {
        ci.failed(failureOf(error));
        throw error;
      }
    });
};
