import type { Bench, RunSettings } from '../bench/bench.ts';
import type { RunResult } from '../result/run.ts';
import { slicesRefusal } from '../scenario/measure.ts';
import { type Build, withReference } from '../scenario/reference.ts';
import { scaled } from '../scenario/scaled.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { withRate } from '../scenario/with-rate.ts';
import { nowMs } from '../shared/clock.ts';
import { formatDuration } from '../shared/durations.ts';
import { EnvironmentError, UsageError } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';
import { gateError, type Margins } from '../verdicts/gate.ts';

export interface GateOptions {
  readonly bench: Bench;
  readonly reference: Build & { readonly commit: string };
  readonly scenario: Scenario;
  readonly margins: Margins;
  /** For measuring all contestants, ms; building and starting a broker not included. */
  readonly withinMs: number;
  readonly seed: number;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** Opens a place for the result of a contestant; `save` and folders of a run. */
  readonly placeFor: (scenario: Scenario) => Pick<RunSettings, 'save' | 'logFolder' | 'evidenceFolder'>;
  readonly finished: (result: RunResult) => void;
}

/** Start, warm-up aside, and end of all processes, about; ms. */
const overheadMs = 2_500;
/** So many starts of all processes let a t interval get narrow; more of them would leave each less time. */
const wantedStarts = 8;
const shortestMs = 4_000;
const longestMs = 20_000;

/** Above this share of the machine two builds wait for one another more than for what they do. */
const mostOfMachine = 0.6;
const lowerTo = 0.6;
const mostLowered = 2;

/** The t interval of fewer pairs is too wide for any margin, and one of them may be invalid. */
const leastStarts = 4;

/** Refuses a time in which no contestant could be decided. Throws a UsageError. */
export const assertEnoughTime = (scenario: Scenario, withinMs: number): void => {
  const { contestants, load, file } = scenario;
  const isRounds = slicesRefusal(scenario) !== null;
  const loadMs = isRounds ? 2 * lengthOf(load.stages) : shortestMs;
  const startMs = loadMs + (isRounds ? 2 : 1) * (load.warmUpMs + overheadMs);
  const neededMs = leastStarts * startMs * contestants.length;
  if (withinMs >= neededMs) return;
  const names = contestants.map(({ name }) => name).join(' and ');
  throw new UsageError(
    `${file}: --within ${formatDuration(withinMs)} is too short for ${names}: a start of both builds takes about ${formatDuration(startMs)}, and each contestant needs ${leastStarts}; give ${formatDuration(Math.ceil(neededMs / 30_000) * 30_000)}, or --only one of them`,
  );
};

/** The load of one start, so that as many starts fit into the time as the interval needs. Faults keep their times. */
const fitted = (scenario: Scenario, withinMs: number): Scenario => {
  if (scenario.measure === 'rounds') return scenario;
  const { warmUpMs, stages } = scenario.load;
  const wanted = withinMs / wantedStarts - overheadMs - warmUpMs;
  const durationMs = Math.min(longestMs, Math.max(shortestMs, wanted));
  const fit = scaled(scenario, durationMs / lengthOf(stages));
  return { ...fit, load: { ...fit.load, warmUpMs, drainMs: scenario.load.drainMs } };
};

/** Whether two builds at once filled the machine in the first round, after which a run that does so ends. */
const isTooMuch = ({ rounds, scenario }: RunResult): boolean =>
  scenario.measure === 'duet' &&
  rounds.every(({ round, machine }) => round === 1 && (machine?.own ?? 0) > mostOfMachine);

/** Compares one contestant of the scenario with its twin of the other build. */
const gateContestant = async (
  contestant: Contestant,
  withinMs: number,
  error: number,
  options: GateOptions,
): Promise<RunResult> => {
  const { bench, reference, margins, seed, log, signal } = options;
  const startedMs = nowMs();
  let own: Scenario = {
    ...options.scenario,
    name: `${options.scenario.name}-${contestant.name}`,
    contestants: [contestant],
  };
  for (let lowered = 0; ; lowered += 1) {
    const leftMs = withinMs - (nowMs() - startedMs);
    const scenario = withReference(fitted(own, leftMs), reference);
    const [base, head] = scenario.contestants.map(({ name }) => name);
    if (base === undefined || head === undefined)
      throw new Error('a reference gives every contestant a twin');
    const isDecided = (result: RunResult): boolean =>
      isTooMuch(result) || result.gate?.verdict === 'worse' || result.gate?.verdict === 'not worse';
    const result = await bench.run(scenario, {
      seed,
      until: { withinMs: leftMs, isDecided },
      judging: {
        gate: {
          base,
          head,
          commit: reference.commit,
          margins,
          error,
          withinSeconds: Math.round(withinMs / 1_000),
        },
      },
      ...options.placeFor(scenario),
    });
    if (!isTooMuch(result) || signal.aborted) return result;
    if (lowered === mostLowered)
      throw new EnvironmentError(
        `${own.file}: two builds of ${contestant.name} at once fill this machine even at ${own.load.stages[0]?.perSecond ?? 0}/s; give the scenario a lower rate or less work, or use a larger machine`,
      );
    const perSecond = Math.max(1, Math.round((own.load.stages[0]?.perSecond ?? 1) * lowerTo));
    log(
      `two builds of ${contestant.name} at once use more than ${mostOfMachine * 100}% of this machine and would wait for one another; going on at ${perSecond}/s`,
    );
    own = { ...withRate(own, perSecond), name: own.name, title: own.title, measure: own.measure };
  }
};

/**
 * Asks of every contestant whether this build is worse than another one: both under the same load at the same time where nothing but the load
 * happens, in interleaved rounds elsewhere. Each gets an even part of the time that is left, and of the chance of error.
 */
export const runGate = async (options: GateOptions): Promise<readonly RunResult[]> => {
  const { scenario, withinMs, signal, finished } = options;
  const { contestants } = scenario;
  const startedMs = nowMs();
  const results: RunResult[] = [];
  for (const [place, contestant] of contestants.entries()) {
    if (signal.aborted) break;
    const leftMs = withinMs - (nowMs() - startedMs);
    const result = await gateContestant(
      contestant,
      leftMs / (contestants.length - place),
      gateError / contestants.length,
      options,
    );
    results.push(result);
    finished(result);
  }
  return results;
};
