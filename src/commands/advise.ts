import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import input from '@inquirer/input';
import { type Command, InvalidArgumentError } from 'commander';
import { type Advice, adviceOf, type MeasuredPoint } from '../advice/advice.ts';
import { type AdvicePlan, type PlannedRun, planAdvice } from '../advice/plan-advice.ts';
import { problemOf, type QuestionName, questions, readAnswers, type Written } from '../advice/questions.ts';
import { renderAdvice } from '../advice/render-advice.ts';
import { renderAdvicePlan } from '../advice/render-plan.ts';
import { scenarioText } from '../advice/scenario-text.ts';
import { openResultFolder } from '../runs/result-folder.ts';
import { usualWorkflow, workflowNamed } from '../scenario/workflow-file.ts';
import { nowMs } from '../shared/clock.ts';
import { formatDuration, parseDuration, parseShare } from '../shared/durations.ts';
import { exitCodes, TandemError, UsageError } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import { keysOf } from '../shared/names.ts';
import { writeWhole } from '../shared/write-whole.ts';
import { roundCount, wholeNumber, wholeWithin } from './option-values.ts';
import { type FinishedRun, runFiles } from './run-files.ts';

const schemaFile = fileURLToPath(new URL('../../schemas/scenario.schema.json', import.meta.url));

interface Flags extends Partial<Record<QuestionName, string>> {
  readonly workflow: string;
  readonly service?: string;
  readonly workers?: number;
  readonly cpuPrice?: number;
  readonly within: number;
  readonly maxOthers?: number;
  readonly rounds?: number;
  readonly points?: number;
  readonly seed: number;
  readonly out: string;
  readonly plan?: true;
}

const names = keysOf(questions);

/** The answer to a question where nothing was typed; undefined where one is needed. */
const usualOf = (name: QuestionName): string | undefined => {
  const { usual }: { readonly usual?: string } = questions[name];
  return usual;
};

/** Asks on the terminal what no flag answers. */
const ask = async (given: Partial<Written>, signal: AbortSignal): Promise<Partial<Written>> => {
  const answered: Partial<Record<QuestionName, string>> = { ...given };
  for (const name of names) {
    if (answered[name] !== undefined) continue;
    const usual = usualOf(name);
    try {
      answered[name] = await input(
        {
          message: questions[name].ask,
          validate: (text) => problemOf(name, text) ?? true,
          ...(usual === undefined ? {} : { default: usual }),
        },
        { signal, output: process.stderr },
      );
    } catch {
      // Nothing else ends a question but Ctrl-C.
      throw new TandemError('interrupted before anything was asked for or measured', exitCodes.interrupted);
    }
  }
  return answered;
};

/** Every answer. Throws a UsageError that names the flags that are missing. */
const complete = (given: Partial<Written>): Written => {
  const of = (name: QuestionName): string => given[name] ?? usualOf(name) ?? '';
  const missing = names.filter((name) => of(name) === '');
  if (missing.length > 0)
    throw new UsageError(
      `there is no terminal to ask on, so these flags are needed: ${missing.map((name) => `--${questions[name].flag} <${questions[name].value}>`).join(', ')}`,
    );
  return {
    rate: of('rate'),
    peak: of('peak'),
    work: of('work'),
    inAnswer: of('inAnswer'),
    toldWithin: of('toldWithin'),
    mayLose: of('mayLose'),
    mayFail: of('mayFail'),
    outage: of('outage'),
    slow: of('slow'),
    broker: of('broker'),
  };
};

/** The flags of the questions, by the names of the questions. */
const givenIn = (options: Readonly<Record<string, unknown>>): Partial<Written> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = options[optionNames[name]];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );

/** What commander calls a flag. */
const optionNames: Readonly<Record<QuestionName, string>> = {
  rate: 'rate',
  peak: 'peak',
  work: 'slowestStep',
  inAnswer: 'inAnswer',
  toldWithin: 'toldWithin',
  mayLose: 'mayLose',
  mayFail: 'mayFail',
  outage: 'outage',
  slow: 'slow',
  broker: 'brokerOutage',
};

const planFor = (written: Written, { within, rounds, points, ...flags }: Flags): AdvicePlan => {
  const workflowName = existsSync(flags.workflow) ? resolve(flags.workflow) : flags.workflow;
  const workflow = workflowNamed(workflowName, resolve('advice.yaml'));
  if ('problem' in workflow) throw new UsageError(`--workflow ${flags.workflow}: ${workflow.problem}`);
  const { service, workers } = flags;
  const answers = readAnswers(written, { workflow, workflowName, service, workers });
  const plan = planAdvice(answers, { withinMs: within, rounds, points });
  if (plan.expectedMs > within)
    throw new UsageError(
      `these answers take about ${formatDuration(plan.expectedMs)}, more than the ${formatDuration(within)} of --within; give more time, or shorter outages, spells and peaks`,
    );
  return plan;
};

const fileIn = (folder: string, { name }: PlannedRun): string => join(folder, `${name}.yaml`);

const writeScenarios = (folder: string, runs: readonly PlannedRun[], maxOthers: number | undefined): void => {
  for (const run of runs) {
    const file = fileIn(folder, run);
    const schema = relative(dirname(file), schemaFile).replaceAll('\\', '/');
    writeFileSync(file, scenarioText(run.answers, { rounds: run.rounds, schema, maxOthers }), { flag: 'wx' });
  }
};

const exitCodeOf = ({ decision, result }: Advice): number => {
  if (result.partial) return exitCodes.interrupted;
  const codes = {
    one: exitCodes.pass,
    either: exitCodes.pass,
    none: exitCodes.budgetFailed,
    open: exitCodes.invalid,
    unsound: exitCodes.invalid,
  } as const;
  return codes[decision.kind];
};

/** The points that were measured whole. */
const measuredPoints = (
  planned: readonly PlannedRun[],
  runs: readonly FinishedRun[],
): readonly MeasuredPoint[] =>
  planned.flatMap(({ answers, point }, index) => {
    const result = runs[index]?.result;
    return point === null || result === undefined || result.partial ? [] : [{ ...point, answers, result }];
  });

const advise = async (written: Written, flags: Flags, interrupt: AbortSignal): Promise<void> => {
  const plan = planFor(written, flags);
  // Its folder holds the scenarios, the runs of each and the advice.
  using folder = openResultFolder(flags.out, 'advice', new Date());
  const planned = [plan.main, ...plan.points];
  writeScenarios(folder.path, planned, flags.maxOthers);
  process.stdout.write(renderAdvicePlan(plan, fileIn(folder.path, plan.main)));
  if (flags.plan) return;
  const startedAt = nowMs();
  const runs = await runFiles(
    planned.map((run) => fileIn(folder.path, run)),
    { only: [], out: folder.path, seed: flags.seed, scale: 1, yes: true },
    interrupt,
    () => undefined,
  );
  const [main] = runs;
  if (main === undefined)
    throw new TandemError('interrupted before anything was measured', exitCodes.interrupted);
  const advice = adviceOf(
    plan.main.answers,
    main.result,
    plan.varied,
    measuredPoints(plan.points, runs.slice(1)),
  );
  const page = renderAdvice(advice, {
    cpuPrice: flags.cpuPrice ?? null,
    files: { scenario: fileIn(folder.path, plan.main), report: join(main.folder, 'report.html') },
    tookMs: nowMs() - startedAt,
  });
  const file = join(folder.path, 'advice.md');
  writeWhole(file, page);
  process.stdout.write(`\n${page}\nadvice: ${file}\n`);
  process.exitCode = interrupt.aborted ? exitCodes.interrupted : exitCodeOf(advice);
};

const span = (text: string): number => {
  const ms = parseDuration(text.trim());
  if (ms === null || ms < 1 || ms > limits.durationMs)
    throw new InvalidArgumentError('expected a duration such as 10m');
  return ms;
};

const price = (text: string): number => {
  if (!/^\d+(\.\d+)?$/.test(text.trim()) || !(Number(text) < 1e9))
    throw new InvalidArgumentError('expected a price such as 0.04');
  return Number(text);
};

const shareValue = (text: string): number => {
  const share = parseShare(text.trim());
  if (share === null || share > 1) throw new InvalidArgumentError('expected a share such as 15%');
  return share;
};

const mostWorkers = 4_096;
const mostPoints = 3;

const answerTo =
  (name: QuestionName) =>
  (text: string): string => {
    const problem = problemOf(name, text);
    if (problem !== null) throw new InvalidArgumentError(problem);
    return text;
  };

export const registerAdvise = (program: Command, interrupt: AbortSignal): void => {
  const command = program
    .command('advise')
    .description(
      'asks about your own system, runs what the answers come to, and says which style fits, what it costs and what would change that; asks what no flag says',
    );
  for (const name of names) {
    const { flag, value, ask: text } = questions[name];
    const usual = usualOf(name);
    command.option(
      `--${flag} <${value}>`,
      `${text}${usual === undefined ? '' : ` (default: ${usual})`}`,
      answerTo(name),
    );
  }
  command
    .option('--workflow <name>', 'workflow, by its name or its file', usualWorkflow)
    .option(
      '--service <name>',
      'service of the slowest step, which is also the one that breaks; default: the one that takes money',
    )
    .option(
      '--workers <n>',
      'steps of that service worked on at the same time; default: 32, or enough for twice the rate',
      wholeWithin(1, mostWorkers),
    )
    .option('--cpu-price <price>', 'what an hour of one processor costs you, in any currency', price)
    .option(
      '--within <duration>',
      'time for all of it; decides rounds and points of the sweep',
      span,
      600_000,
    )
    .option(
      '--max-others <share>',
      'share of the machine that other programs may use, as `load.maxOthers`; the figures are those of such a machine',
      shareValue,
    )
    .option('--rounds <n>', 'rounds per contestant, instead of those that there is time for', roundCount)
    .option(
      '--points <n>',
      'points of the sweep, instead of those that there is time for',
      wholeWithin(0, mostPoints),
    )
    .option('--out <dir>', 'folder for the scenario, its runs and the advice', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--plan', 'write the scenario, print the plan with its duration, and run nothing')
    .action(async (flags: Flags, self: Command) => {
      const given = givenIn(self.opts());
      const answered = process.stdin.isTTY ? await ask(given, interrupt) : given;
      await advise(complete(answered), flags, interrupt);
    });
};
