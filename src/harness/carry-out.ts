import { basename } from 'node:path';
import { brokerProcess, type RoundEvidence } from '../evidence/evidence.ts';
import type { JudgedRound } from '../evidence/judge-round.ts';
import { keepRound } from '../evidence/store.ts';
import { gapMs } from '../scenario/measure.ts';
import type { Contestant } from '../scenario/scenario.ts';
import { scenarioFor } from '../scenario/scenario-for.ts';
import { fleetTimes, slicePlan } from '../scenario/slice-plan.ts';
import { messageOf } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';
import type { PlacedStyle } from '../styles/style.ts';
import type { PlannedInjection } from './injection-plan.ts';
import { runRound } from './round.ts';
import { RoundLost } from './round-alarm.ts';
import type { RoundPlan } from './round-record.ts';
import { roundReporter } from './round-reporter.ts';
import type { RunOptions } from './run-options.ts';
import { isNotTogether, together } from './together.ts';

/** Where a round stands among those that are up with it. */
type Timing = Pick<RoundPlan, 'slices' | 'seat'>;

const alone: Timing = { slices: null, seat: null };

export interface LoadedContestant {
  readonly contestant: Contestant;
  readonly style: PlacedStyle;
}

export interface CarrierOptions extends RunOptions {
  readonly injections: readonly PlannedInjection[];
  readonly runFolder: string;
}

/** Carries out the rounds of those who are up together, which is one where it is alone; an invalid one is repeated once. */
export const roundCarrier = (options: CarrierOptions) => {
  const { scenario, seed, injections, runFolder, broker, reaper, site, listener, signal } = options;
  const loadMs = lengthOf(scenario.load.stages);
  const report = roundReporter(scenario, listener);
  const interrupted = (): boolean => signal.aborted;
  let begun = 0;

  const attemptRound = async (
    resolved: LoadedContestant,
    round: number,
    attempt: number,
    timing: Timing,
  ): Promise<JudgedRound> => {
    begun += 1;
    const prefix = `${basename(runFolder)}-${begun}-${attempt}`;
    using watching = report.watch(resolved.contestant.name, round);
    const beforeAudit = (folder: string) => options.beforeAudit?.(resolved.contestant.name, folder);
    // A signal of its own: what a round leaves on it must not add up over hundreds of rounds.
    const own = AbortSignal.any([signal]);
    const rest = {
      round,
      attempt,
      seed: seed + (timing.slices === null ? 0 : round - 1),
      ...timing,
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

  /** The rounds of those who are up together, which is one where it is alone. The first error is thrown when all of them have ended. */
  const attemptFleet = async (
    fleet: readonly LoadedContestant[],
    round: number,
    attempt: number,
  ): Promise<readonly JudgedRound[]> => {
    if (scenario.measure === 'rounds')
      return Promise.all(fleet.map((one) => attemptRound(one, round, attempt, alone)));
    const { warmUpMs } = fleetTimes(scenario);
    const plans = slicePlan({
      contestants: fleet.length,
      abreast: scenario.measure === 'duet',
      durationMs: loadMs,
      warmUpMs: scenario.load.warmUpMs,
      gapMs: gapMs(scenario),
      seed,
      round,
    });
    const { seats } = together(fleet.length, site.pace.headStartMs + warmUpMs);
    const settled = await Promise.allSettled(
      fleet.map(async (one, place) => {
        using seat = seats[place]!;
        return await attemptRound(one, round, attempt, { slices: plans[place]!, seat });
      }),
    );
    const errors = settled.flatMap((one): readonly unknown[] =>
      one.status === 'rejected' ? [one.reason] : [],
    );
    // Whoever waited for one that did not start says so too, but it is not the cause.
    const cause = errors.find((error) => !isNotTogether(error)) ?? errors[0];
    if (cause !== undefined) throw cause instanceof Error ? cause : new Error(messageOf(cause));
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  };

  /** A death before there was anything to judge is answered like an invalid round. */
  const firstAttempt = (
    fleet: readonly LoadedContestant[],
    round: number,
  ): Promise<readonly JudgedRound[] | RoundLost> =>
    attemptFleet(fleet, round, 1).catch((error: unknown) => {
      if (error instanceof RoundLost && !interrupted()) return error;
      throw error;
    });

  const carryOut = async (
    fleet: readonly LoadedContestant[],
    round: number,
  ): Promise<readonly JudgedRound[]> => {
    const first = await firstAttempt(fleet, round);
    const isLost = first instanceof RoundLost;
    const results = isLost ? [] : first.map(({ result }) => result);
    if (!isLost && results.every(({ valid, partial }) => valid || partial)) return first;
    const invalid = results.filter(({ valid }) => !valid);
    const names = isLost
      ? fleet.map(({ contestant }) => contestant.name)
      : invalid.map((one) => one.contestant);
    const [what, why] = isLost
      ? ['could not be carried out', first.message]
      : ['is invalid', [...new Set(invalid.flatMap(({ invalidReasons }) => invalidReasons))].join('; ')];
    listener.log(`round ${round} of ${names.join(' and ')} ${what} and is repeated: ${why}`);
    const ended = isLost ? first.ended : results.flatMap((one) => one.ended ?? []);
    // A broker that died cannot carry the repetition; where it does not come back, that is the end of the run.
    if (broker !== null && ended.some(({ process }) => process === brokerProcess)) await broker.restart();
    return attemptFleet(fleet, round, 2);
  };

  return carryOut;
};
