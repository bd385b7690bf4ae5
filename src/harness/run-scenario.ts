import { assembleResult, pairedIn } from '../evidence/assemble-result.ts';
import { factsOf, type RunEvidence } from '../evidence/evidence.ts';
import { keepRun } from '../evidence/store.ts';
import { targetText } from '../faults/target.ts';
import { openWatchedFolder } from '../reaper/watched-folder.ts';
import type { RoundResult } from '../result/round.ts';
import type { PairedFigure, RunResult } from '../result/run.ts';
import { fleetsOf } from '../scenario/measure.ts';
import type { Contestant } from '../scenario/scenario.ts';
import { nowMs } from '../shared/clock.ts';
import { EnvironmentError, UsageError } from '../shared/errors.ts';
import { limits } from '../shared/limits.ts';
import { lengthOf } from '../shared/stages.ts';
import { placed } from '../styles/style.ts';
import type { Look, RoundLook } from '../verdicts/looks.ts';
import { type LoadedContestant, roundCarrier } from './carry-out.ts';
import { describeEnvironment } from './environment.ts';
import { beyondTheLoad, planInjections, restartsBroker } from './injection-plan.ts';
import { contestantOrder } from './round-order.ts';
import type { RunOptions } from './run-options.ts';

/** The share of the time that has passed after a round; the run ends where another one would not fit in. */
const timedLook = (withinMs: number, startedMs: number, rounds: number, before: number): Look => {
  const elapsedMs = nowMs() - startedMs;
  return { before, fraction: elapsedMs / withinMs, isLast: elapsedMs * (1 + 1 / rounds) > withinMs };
};

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
  const { scenario, seed, broker, reaper, signal, listener, save, until } = options;
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
  const paired: PairedFigure[] = [];
  const looks: RoundLook[] = [];
  /** The same rounds by what names their evidence. */
  const kept: { contestant: Contestant; round: number; attempt: number }[] = [];
  const interrupted = (): boolean => signal.aborted;
  const environment = describeEnvironment(broker);
  /** Everything so far as a result, saved with the evidence that it stands on. */
  const saveSoFar = (partial: boolean): RunResult => {
    const run: RunEvidence = {
      // Of a run that ends by time, the rounds that there were are all that there should be.
      scenario: until === undefined ? scenario : { ...scenario, rounds: rounds.at(-1)?.round ?? 0 },
      contestants: contestants.map(({ contestant, style }) => ({ contestant, style: factsOf(style) })),
      seed,
      environment,
      startedAt,
      finishedAt: new Date().toISOString(),
      partial,
      judging: options.judging,
      ...(until === undefined ? {} : { looks }),
    };
    if (options.evidenceFolder !== undefined) keepRun(options.evidenceFolder, run, kept);
    const result = assembleResult({
      ...run,
      rounds,
      ...(scenario.measure === 'rounds' ? {} : { paired }),
    });
    save(result);
    return result;
  };

  const carryOut = roundCarrier({ ...options, injections, runFolder });
  const startedMs = nowMs();
  const most = until === undefined ? scenario.rounds : Math.floor(limits.roundsTogether / contestants.length);
  for (let round = 1; round <= most && !interrupted(); round += 1) {
    const fleets = fleetsOf(scenario.measure, contestants);
    for (const fleet of contestantOrder(fleets, round, seed)) {
      if (interrupted()) break;
      // Who is started first takes turns too.
      const ordered = contestantOrder(fleet, round, seed);
      const judged = await carryOut(ordered, round);
      if (scenario.measure !== 'rounds') {
        const members = fleet.flatMap((one) => judged[ordered.indexOf(one)] ?? []);
        paired.push(...pairedIn(round, members));
      }
      for (const [place, { result }] of judged.entries()) {
        rounds.push(result);
        kept.push({ contestant: ordered[place]!.contestant, round, attempt: result.attempt });
        listener.roundDone(result);
      }
      saveSoFar(true);
    }
    if (until === undefined || interrupted()) continue;
    const look = timedLook(until.withinMs, startedMs, round, looks.at(-1)?.fraction ?? 0);
    looks.push({ round, ...look });
    if (until.isDecided(saveSoFar(true), look) || look.isLast) break;
  }
  return saveSoFar(interrupted());
};
