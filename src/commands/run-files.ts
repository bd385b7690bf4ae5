import { join } from 'node:path';
import type { RunResult } from '../analysis/result.ts';
import { startBroker } from '../broker/index.ts';
import { startGuardian } from '../guardian/guardian.ts';
import { buildReference } from '../harness/against-ref.ts';
import type { RunListener } from '../harness/progress.ts';
import { withReference } from '../harness/reference.ts';
import { runScenario } from '../harness/run-scenario.ts';
import { type LiveView, serveLive } from '../live/server.ts';
import { reports } from '../reports/index.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { loadWithModules } from '../scenario/modules.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { UsageError } from '../shared/errors.ts';
import { styles } from '../styles/index.ts';
import type { Style } from '../styles/style.ts';
import { styleFrom } from '../styles/style-module.ts';
import { assertDecidable } from './decidability.ts';
import { assertGround } from './doctor/ground-checks.ts';
import { type JudgingFlags, judgingOf } from './judging.ts';
import { askBack } from './plan/too-much.ts';
import { progressLine } from './progress-line.ts';
import { openResultFolder } from './result-folder.ts';
import { scenarioFile } from './scenario-file.ts';

export interface RunFlags extends JudgingFlags {
  readonly rounds?: number;
  readonly only: readonly string[];
  readonly out: string;
  readonly seed: number;
  readonly scale: number;
  /** Run even what is far more than people usually mean. */
  readonly yes?: true;
  /** What to run instead of a scenario as it was read; may refuse it. */
  readonly adapt?: (scenario: Scenario) => Scenario;
  /** The budgets are what the run is for, so one that can never be decided is refused; otherwise it is only told. */
  readonly budgetsDecide?: boolean;
  /** Port of a live view of the one scenario that is run; 0 takes a free one. */
  readonly livePort?: number | undefined;
}

export interface FinishedRun {
  readonly result: RunResult;
  readonly folder: string;
}

/** A style by its name in the registry, or from the module that a scenario points to. */
export const styleOf = async ({ style }: Contestant): Promise<Style> =>
  styles.get(style) ?? (await styleFrom(style));

/** Whether a contestant of these needs RabbitMQ. */
export const needsBroker = async (scenarios: readonly Scenario[]): Promise<boolean> => {
  const needs = await Promise.all(scenarios.flatMap(({ contestants }) => contestants.map(styleOf)));
  return needs.some((style) => style.needs.includes('rabbitmq'));
};

/** A module of its own is the same file for both builds: its comparison would say nothing. */
const assertComparable = (scenarios: readonly Scenario[]): void => {
  for (const { file, contestants } of scenarios) {
    const module = contestants.find(({ style }) => !styles.has(style));
    if (module === undefined) continue;
    throw new UsageError(
      `${file}: --against-ref compares the styles of this program; the style of ${module.name} is a module of its own`,
    );
  }
};

/** Tells the terminal, and the visitors of a live view where there is one. */
const tellBoth = (terminal: RunListener, live: LiveView | null): RunListener =>
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
        say: terminal.say,
      };

const openLiveView = async (
  scenarios: readonly Scenario[],
  port: number | undefined,
  say: (line: string) => void,
): Promise<LiveView | null> => {
  const [scenario, ...others] = scenarios;
  if (port === undefined || scenario === undefined) return null;
  if (others.length > 0) throw new UsageError('--live shows one scenario at a time; run them one by one');
  const live = await serveLive(scenario, port, say);
  say(`live view: ${live.url}`);
  return live;
};

const pageOf = (result: RunResult): string => reports.get('html')!.render(result);

/**
 * Runs scenario files one after the other on one broker. All files are read and checked before the first one runs, and
 * every result is on disk before `finished` hears of it.
 */
export const runFiles = async (
  files: readonly string[],
  flags: RunFlags,
  interrupt: AbortSignal,
  finished: (run: FinishedRun) => void,
): Promise<readonly FinishedRun[]> => {
  const { scale, only, rounds, seed, out, againstRef, adapt = (scenario: Scenario) => scenario } = flags;
  const options = { scale, only, ...(rounds === undefined ? {} : { rounds }) };
  const scenarios: Scenario[] = [];
  for (const file of files)
    scenarios.push(adapt(await loadWithModules(scenarioFile(file), catalogue, options)));
  if (flags.yes !== true) askBack(scenarios);
  const listener = progressLine();
  const judging = judgingOf(flags, scenarios, listener.say);
  if (againstRef !== undefined) assertComparable(scenarios);
  const baseline = flags.baseline === undefined && againstRef === undefined ? 'missing' : 'given';
  assertDecidable(scenarios, { baseline, refuse: flags.budgetsDecide ?? false }, listener.say);
  assertGround(out, scenarios);
  const crashes = scenarios.some(({ faults }) => faults.some(({ target }) => target === 'broker'));
  await using guardian = await startGuardian(listener.say);
  await using reference =
    againstRef === undefined
      ? null
      : await buildReference({ ref: againstRef, guardian, say: listener.say, signal: interrupt });
  await using broker = (await needsBroker(scenarios))
    ? await startBroker({
        guardian,
        say: listener.say,
        ...(crashes ? { require: 'crashable' as const } : {}),
      })
    : null;
  await using live = await openLiveView(scenarios, flags.livePort, listener.say);
  const runs: FinishedRun[] = [];
  for (const scenario of scenarios) {
    if (interrupt.aborted) break;
    const folder = openResultFolder(out, scenario.name, new Date());
    const result = await runScenario({
      scenario: reference === null ? scenario : withReference(scenario, reference),
      seed,
      styleOf,
      broker,
      guardian,
      listener: tellBoth(listener, live),
      signal: interrupt,
      judging: { ...judging(scenario), narrowed: only.length > 0 },
      save: folder.save,
      logFolder: join(folder.path, 'logs'),
    });
    folder.finish(result);
    const run = { result, folder: folder.path };
    runs.push(run);
    listener.done();
    finished(run);
    await live?.finish(pageOf(result));
  }
  return runs;
};
