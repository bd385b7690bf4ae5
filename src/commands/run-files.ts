import { join } from 'node:path';
import { type Bench, openBench } from '../bench/bench.ts';
import { needsBroker } from '../bench/style-of.ts';
import { buildReference } from '../comparison/against-ref.ts';
import { assertGround } from '../doctor/ground-checks.ts';
import type { RunListener } from '../harness/progress.ts';
import { type LiveView, serveLive } from '../live/server.ts';
import { askBack } from '../planning/too-much.ts';
import { reports } from '../reports/index.ts';
import type { RunResult } from '../result/run.ts';
import { openResultFolder } from '../runs/result-folder.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { loadWithModules } from '../scenario/modules.ts';
import { withReference } from '../scenario/reference.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioFile } from '../scenario/scenario-file.ts';
import { UsageError } from '../shared/errors.ts';
import { styles } from '../styles/index.ts';
import { isAllDecided } from '../verdicts/still-open.ts';
import { assertDecidable } from './decidability.ts';
import { type JudgingFlags, judgingOf } from './judging.ts';
import { progressLine } from './progress-line.ts';

export interface RunFlags extends JudgingFlags {
  readonly rounds?: number;
  /** As many rounds as fit into this time, ms, instead of a number of them. */
  readonly within?: number;
  readonly only: readonly string[];
  readonly out: string;
  readonly seed: number;
  readonly scale: number;
  /** Run even what is far more than people usually mean. */
  readonly yes?: true;
  /** What to run instead of a scenario as it was read; may refuse it. */
  readonly adapt?: (scenario: Scenario) => Scenario;
  /** Keep the evidence of every round beside the result. */
  readonly keepEvidence?: true;
  /** The budgets are what the run is for, so one that can never be decided is refused; otherwise it is only told. */
  readonly budgetsDecide?: boolean;
  /** Port of a live view of the one scenario that is run; 0 takes a free one. */
  readonly livePort?: number | undefined;
}

export interface FinishedRun {
  readonly result: RunResult;
  readonly folder: string;
}

/** A module of its own is the same file for both builds: its comparison would say nothing. */
export const assertComparable = (scenarios: readonly Scenario[]): void => {
  for (const { file, contestants } of scenarios) {
    const module = contestants.find(({ style }) => !styles.has(style));
    if (module === undefined) continue;
    throw new UsageError(
      `${file}: --against-ref compares the styles of this program; the style of ${module.name} is a module of its own`,
    );
  }
};

/** Tells the terminal, and the visitors of a live view where there is one. */
const toBoth = (terminal: RunListener, live: LiveView | null): RunListener =>
  live === null
    ? terminal
    : {
        progress: (event) => {
          terminal.progress(event);
          live.listener.progress(event);
        },
        roundDone: (round) => {
          terminal.roundDone(round);
          live.listener.roundDone(round);
        },
        log: terminal.log,
      };

const openLiveView = async (
  scenarios: readonly Scenario[],
  port: number | undefined,
  log: (line: string) => void,
): Promise<LiveView | null> => {
  const [scenario, ...others] = scenarios;
  if (port === undefined || scenario === undefined) return null;
  if (others.length > 0) throw new UsageError('--live shows one scenario at a time; run them one by one');
  const live = await serveLive(scenario, port, log);
  log(`live view: ${live.url}`);
  return live;
};

const pageOf = (result: RunResult): string => reports.get('html')!.render(result);

/** A bench for these scenarios; one of them may kill the broker. */
export const benchFor = (
  scenarios: readonly Scenario[],
  listener: RunListener,
  signal: AbortSignal,
): Promise<Bench> =>
  openBench({
    listener,
    signal,
    brokerCrashes: scenarios.some(({ faults }) => faults.some(({ target }) => target.kind === 'broker')),
  });

const readAll = async (
  files: readonly string[],
  { scale, only, rounds, adapt }: RunFlags,
): Promise<readonly Scenario[]> => {
  const overrides = { scale, only, ...(rounds === undefined ? {} : { rounds }) };
  const scenarios: Scenario[] = [];
  for (const file of files) {
    const scenario = await loadWithModules(scenarioFile(file), catalogue, overrides);
    scenarios.push(adapt === undefined ? scenario : adapt(scenario));
  }
  return scenarios;
};

/** Runs scenario files; all of them are read and checked before the first one runs. See `runScenarios`. */
export const runFiles = async (
  files: readonly string[],
  flags: RunFlags,
  interrupt: AbortSignal,
  finished: (run: FinishedRun) => void,
): Promise<readonly FinishedRun[]> => runScenarios(await readAll(files, flags), flags, interrupt, finished);

/**
 * Runs scenarios one after the other on one bench; every result is on disk before `finished` hears of it.
 * @param shared a bench that is open already; without it the scenarios get one of their own
 */
export const runScenarios = async (
  scenarios: readonly Scenario[],
  flags: Omit<RunFlags, 'scale' | 'adapt'>,
  interrupt: AbortSignal,
  finished: (run: FinishedRun) => void,
  shared: Bench | null = null,
): Promise<readonly FinishedRun[]> => {
  const { only, seed, out, againstRef } = flags;
  if (flags.within !== undefined && flags.rounds !== undefined)
    throw new UsageError('--within is a time and --rounds a number of rounds; drop one of them');
  if (flags.yes !== true) askBack(scenarios);
  const listener = progressLine();
  const judging = judgingOf(flags, scenarios, listener.log);
  if (againstRef !== undefined) assertComparable(scenarios);
  const baseline = flags.baseline === undefined && againstRef === undefined ? 'missing' : 'given';
  assertDecidable(scenarios, { baseline, refuse: flags.budgetsDecide ?? false }, listener.log);
  assertGround(out, scenarios);
  await using own = shared === null ? await benchFor(scenarios, listener, interrupt) : null;
  const bench = shared ?? own;
  if (bench === null) return [];
  await using reference =
    againstRef === undefined
      ? null
      : await buildReference({
          ref: againstRef,
          reaper: bench.reaper,
          log: listener.log,
          signal: interrupt,
        });
  // Before there is a folder for the results: a broker that does not come up leaves nothing behind.
  if (await needsBroker(scenarios)) await bench.broker();
  await using live = await openLiveView(scenarios, flags.livePort, listener.log);
  const runs: FinishedRun[] = [];
  for (const scenario of scenarios) {
    if (interrupt.aborted) break;
    using folder = openResultFolder(out, scenario.name, new Date());
    const result = await bench.run(reference === null ? scenario : withReference(scenario, reference), {
      seed,
      listener: toBoth(listener, live),
      judging: { ...judging(scenario), isSelection: only.length > 0 },
      save: folder.save,
      ...(flags.within === undefined ? {} : { until: { withinMs: flags.within, isDecided: isAllDecided } }),
      logFolder: join(folder.path, 'logs'),
      ...(flags.keepEvidence ? { evidenceFolder: join(folder.path, 'evidence') } : {}),
    });
    const run = { result, folder: folder.path };
    runs.push(run);
    listener.done();
    finished(run);
    await live?.finish(pageOf(result));
  }
  return runs;
};
