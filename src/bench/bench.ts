import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broker } from '../broker/broker.ts';
import { startBroker } from '../broker/index.ts';
import type { Judging } from '../evidence/evidence.ts';
import type { RunListener } from '../harness/progress.ts';
import type { Until } from '../harness/run-options.ts';
import { runScenario } from '../harness/run-scenario.ts';
import { type Reaper, startReaper } from '../reaper/reaper.ts';
import type { RunResult } from '../result/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { localSite } from '../sites/local.ts';
import type { Site } from '../sites/site.ts';
import { needsBroker, styleOf } from './style-of.ts';

export interface BenchOptions {
  /** Hears of every run, unless a run has a listener of its own. */
  readonly listener?: RunListener;
  /** Raised once to end what runs in good order: faults are cleared, the drain is short, what was measured is kept. */
  readonly signal?: AbortSignal;
  /** Some run will kill the broker, so that one which is not ours to kill is refused from the start. */
  readonly brokerCrashes?: boolean;
  /** Where rounds run; on this machine without it. */
  readonly site?: (reaper: Reaper) => Site;
}

/** What a run may have of its own. */
export interface RunSettings {
  readonly seed?: number;
  readonly judging?: Judging;
  readonly listener?: RunListener;
  /** Ends this run only. */
  readonly signal?: AbortSignal;
  /** Called with the result so far after every round, and with the final one. */
  readonly save?: (result: RunResult) => void;
  /** Folder for the logs of rounds that went wrong; made when there are any. */
  readonly logFolder?: string;
  /** Instead of the scenario's number of rounds: as many as the time allows. */
  readonly until?: Until;
  /** Where the evidence of every round is kept; none is without it. */
  readonly evidenceFolder?: string;
  /** Sees the folder with a round's databases after the drain and before the audit; for tests and for the curious. */
  readonly beforeAudit?: (contestant: string, folder: string) => void | Promise<void>;
}

/**
 * What runs need and share: the clean-up process, the broker, who listens. Runs go one after the other, as many as are wanted;
 * disposing the bench ends what it started.
 */
export interface Bench extends AsyncDisposable {
  /** Runs a scenario. Rejects with a `TandemError` that says what to do where it cannot be run at all. */
  readonly run: (scenario: Scenario, settings?: RunSettings) => Promise<RunResult>;
  /** The broker that runs use; started when the first one needs it. */
  readonly broker: () => Promise<Broker>;
  readonly reaper: Reaper;
  readonly site: Site;
}

const silent: RunListener = { progress: () => undefined, roundDone: () => undefined, log: () => undefined };

/** Opens the one place where runs are put together. */
export const openBench = async (options: BenchOptions = {}): Promise<Bench> => {
  const {
    listener = silent,
    signal = new AbortController().signal,
    brokerCrashes = false,
    site: siteOf = localSite,
  } = options;
  const reaper = await startReaper(listener.log);
  const site = siteOf(reaper);
  let isOver = false;
  let started: Promise<Broker> | null = null;
  const broker = async (): Promise<Broker> => {
    if (isOver) throw new Error('this bench was disposed; open another');
    started ??= startBroker({
      reaper,
      log: listener.log,
      ...(brokerCrashes ? { require: 'crashable' as const } : {}),
    }).catch((error: unknown) => {
      // The next run may find what this one lacked.
      started = null;
      throw error;
    });
    return started;
  };
  return {
    reaper,
    site,
    broker,
    run: async (scenario, { seed = 1, judging = {}, save = () => undefined, ...settings } = {}) => {
      if (isOver) throw new Error('this bench was disposed; open another');
      return runScenario({
        listener,
        signal,
        logFolder: join(tmpdir(), `tandem-logs-${process.pid}`),
        ...settings,
        scenario,
        seed,
        judging,
        save,
        styleOf,
        broker: (await needsBroker([scenario])) ? await broker() : null,
        reaper,
        site,
      });
    },
    [Symbol.asyncDispose]: async () => {
      if (isOver) return;
      isOver = true;
      // Whether it came up or not: who waited for it was told.
      const running = await started?.catch(() => null);
      await running?.[Symbol.asyncDispose]();
      await reaper[Symbol.asyncDispose]();
    },
  };
};
