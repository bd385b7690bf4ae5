import { basename } from 'node:path';
import type { Broker } from '../broker/broker.ts';
import { assembleResult } from '../evidence/assemble-result.ts';
import {
  brokerProcess,
  factsOf,
  type Judging,
  type RoundEvidence,
  type RunEvidence,
} from '../evidence/evidence.ts';
import { keepRound, keepRun } from '../evidence/store.ts';
import { targetText } from '../faults/target.ts';
import type { Reaper } from '../reaper/reaper.ts';
import { openWatchedFolder } from '../reaper/watched-folder.ts';
import type { RoundResult } from '../result/round.ts';
import type { RunResult } from '../result/run.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { nowMs } from '../shared/clock.ts';
import { EnvironmentError, UsageError } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';
import type { Site } from '../sites/site.ts';
import { type PlacedStyle, placed, type Style } from '../styles/style.ts';
import { describeEnvironment } from './environment.ts';
import { beyondTheLoad, planInjections, restartsBroker } from './injection-plan.ts';
import type { RunListener } from './progress.ts';
import { runRound } from './round.ts';
import { RoundLost } from './round-alarm.ts';
import { contestantOrder } from './round-order.ts';
import { roundReporter } from './round-reporter.ts';

export interface RunOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly styleOf: (contestant: Contestant) => Promise<Style>;
  /** null when no contestant needs one. */
  readonly broker: Broker | null;
  readonly reaper: Reaper;
  readonly site: Site;
  readonly listener: RunListener;
  /** Raised once by Ctrl-C: clear the faults, drain briefly, report what there is. */
  readonly signal: AbortSignal;
  readonly judging: Judging;
  /** Sees the folder with a round's databases after the drain and before the audit; for tests and for the curious. */
  readonly beforeAudit?: (contestant: string, folder: string) => void | Promise<void>;
  /** Folder for the logs of rounds that went wrong; made when there are any. */
  readonly logFolder: string;
  /** Where the evidence of every round is kept, so that it can be judged again; made when it is needed. */
  readonly evidenceFolder?: string;
  /** Called with the result so far after every round, and with the final one. */
  readonly save: (result: RunResult) => void;
}

interface LoadedContestant {
  readonly contestant: Contestant;
  readonly style: PlacedStyle;
}

const resolveContestants = async ({ scenario, styleOf, broker }: RunOptions): Promise<LoadedContestant[]> => {
  for (const { kind, path } of scenario.unread)
    throw new Error(`${scenario.file}: it was read without the module of a ${kind}, ${path}`);
  const contestants: LoadedContestant[] = [];
  for (const contestant of scenario.contestants)
    contestants.push({ contestant, style: placed(await styleOf(contestant), scenario.workflow) });
  for (const { contestant, style } of contestants) {
    if (scenario.load.saturate !== null && style.clientPlan !== undefined)
      throw new UsageError(
        `${scenario.file}: ${contestant.name} has no front door, its client makes every call; a closed loop posts to one: leave ${contestant.name} out or drop \`saturate\``,
      );
  }
  const crashesBroker = scenario.faults.some(({ target }) => target.kind === 'broker');
  if (crashesBroker && broker !== null && !broker.canCrash) {
    throw new EnvironmentError(
      `${scenario.file}: a fault acts on the broker, but the broker at AMQP_URL is not ours to kill; unset AMQP_URL to get a private one`,
    );
  }
  return contestants;
};

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** How long the broker takes to come back, ms; 0 where no contestant meets that. */
const bootOf = async (
  { scenario, broker, listener }: RunOptions,
  contestants: readonly LoadedContestant[],
) => {
  const isMet =
    scenario.faults.some(restartsBroker) && contestants.some(({ style }) => style.needs.includes('rabbitmq'));
  if (!isMet || broker === null) return 0;
  await broker.kill();
  const from = nowMs();
  await broker.restart();
  const bootMs = nowMs() - from;
  listener.log(
    `the broker takes ${seconds(bootMs)} to come back at rest, and its outages are planned with that`,
  );
  return bootMs;
};

/**
 * The whole story of a run: interleaved rounds of every contestant, each audited on its own; an invalid round is
 * repeated once; the result is saved after every round, so that an interrupted run keeps what it measured.
 */
export const runScenario = async (options: RunOptions): Promise<RunResult> => {
  const { scenario, seed, broker, reaper, site, listener, signal, save } = options;
  const contestants = await resolveContestants(options);
  const injections = planInjections(scenario.faults, await bootOf(options, contestants));
  const loadMs = lengthOf(scenario.load.stages);
  const late = beyondTheLoad(scenario.faults, injections, loadMs);
  if (late !== null)
    throw new UsageError(
      `${scenario.file}: ${late.spec.type} of ${targetText(late.spec.target)} at ${seconds(late.spec.atMs)} has to wait for the faults before it, until ${seconds(late.atMs)}, and by then the load is over (${seconds(loadMs)}): lengthen \`duration\`, or let it begin sooner`,
    );
  using folder = openWatchedFolder('tandem-run-', reaper);
  const runFolder = folder.path;
  const startedAt = new Date().toISOString();
  const rounds: RoundResult[] = [];
  /** The same rounds by what names their evidence. */
  const kept: { contestant: Contestant; round: number; attempt: number }[] = [];
  const interrupted = (): boolean => signal.aborted;
  const report = roundReporter(scenario, listener);
  const environment = describeEnvironment(broker);
  /** Everything so far as a result, saved with the evidence that it stands on. */
  const saveSoFar = (partial: boolean): RunResult => {
    const run: RunEvidence = {
      scenario,
      contestants: contestants.map(({ contestant, style }) => ({ contestant, style: factsOf(style) })),
      seed,
      environment,
      startedAt,
      finishedAt: new Date().toISOString(),
      partial,
      judging: options.judging,
    };
    if (options.evidenceFolder !== undefined) keepRun(options.evidenceFolder, run, kept);
    const result = assembleResult({ ...run, rounds });
    save(result);
    return result;
  };

  const attemptRound = async (
    resolved: LoadedContestant,
    round: number,
    attempt: number,
  ): Promise<RoundResult> => {
    const prefix = `${basename(runFolder)}-${rounds.length}-${attempt}`;
    using watching = report.watch(resolved.contestant.name, round);
    const beforeAudit = (folder: string) => options.beforeAudit?.(resolved.contestant.name, folder);
    // A signal of its own: what a round leaves on it must not add up over hundreds of rounds.
    const own = AbortSignal.any([signal]);
    const rest = {
      round,
      attempt,
      seed,
      injections,
      prefix,
      runFolder,
      logFolder: options.logFolder,
      broker,
      reaper,
      site,
      signal: own,
      watch: watching.parts,
      beforeAudit,
      keep: (evidence: RoundEvidence, folder: string) => {
        if (options.evidenceFolder !== undefined) keepRound(options.evidenceFolder, evidence, folder);
      },
    };
    const plan = { scenario: scenarioFor(scenario, resolved.contestant), ...resolved, ...rest };
    return await runRound(plan);
  };

  /** A death before there was anything to judge is answered like an invalid round. */
  const firstAttempt = (resolved: LoadedContestant, round: number): Promise<RoundResult | RoundLost> =>
    attemptRound(resolved, round, 1).catch((error: unknown) => {
      if (error instanceof RoundLost && !interrupted()) return error;
      throw error;
    });

  const carryOut = async (resolved: LoadedContestant, round: number): Promise<RoundResult> => {
    const first = await firstAttempt(resolved, round);
    const isLost = first instanceof RoundLost;
    if (!isLost && (first.valid || first.partial)) return first;
    const [what, why] = isLost
      ? ['could not be carried out', first.message]
      : ['is invalid', first.invalidReasons.join('; ')];
    listener.log(`round ${round} of ${resolved.contestant.name} ${what} and is repeated: ${why}`);
    // A broker that died cannot carry the repetition; where it does not come back, that is the end of the run.
    if (broker !== null && first.ended?.some(({ process }) => process === brokerProcess))
      await broker.restart();
    return attemptRound(resolved, round, 2);
  };

  for (let round = 1; round <= scenario.rounds && !interrupted(); round += 1) {
    for (const resolved of contestantOrder(contestants, round, seed)) {
      if (interrupted()) break;
      const result = await carryOut(resolved, round);
      rounds.push(result);
      kept.push({ contestant: resolved.contestant, round, attempt: result.attempt });
      listener.roundDone(result);
      saveSoFar(true);
    }
  }
  return saveSoFar(interrupted());
};
