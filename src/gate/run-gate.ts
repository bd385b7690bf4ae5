import { countingRounds } from '../analysis/counting-rounds.ts';
import type { Bench, RunSettings } from '../bench/bench.ts';
import type { GateFigure, GateResult } from '../result/gate.ts';
import type { RunResult } from '../result/run.ts';
import { type Build, withReference } from '../scenario/reference.ts';
import { scaled } from '../scenario/scaled.ts';
import type { Contestant, Scenario } from '../scenario/scenario.ts';
import { withRate } from '../scenario/with-rate.ts';
import { nowMs } from '../shared/clock.ts';
import { EnvironmentError } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';
import { gateError, judgeGate, type Margins, withDecided } from '../verdicts/gate.ts';
import type { Look } from '../verdicts/looks.ts';

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

/** The load of one start, so that as many starts fit into the time as the interval needs. Faults keep their times. */
const fitted = (scenario: Scenario, withinMs: number): Scenario => {
  if (scenario.measure === 'rounds') return scenario;
  const { warmUpMs, stages } = scenario.load;
  const wanted = withinMs / wantedStarts - overheadMs - warmUpMs;
  const durationMs = Math.min(longestMs, Math.max(shortestMs, wanted));
  const fit = scaled(scenario, durationMs / lengthOf(stages));
  return { ...fit, load: { ...fit.load, warmUpMs, drainMs: scenario.load.drainMs } };
};

const overall = (figures: readonly GateFigure[], pairs: number): GateResult['verdict'] => {
  if (pairs < 2) return 'invalid';
  if (figures.some(({ verdict }) => verdict === 'worse')) return 'worse';
  return figures.every(({ verdict }) => verdict === 'not worse') ? 'not worse' : 'not decided';
};

/** Share of the machine that both builds used in the first round that counts; null where nobody looked. */
const usedOfMachine = ({ rounds }: RunResult): number | null => {
  const [first] = rounds.filter(({ valid }) => valid);
  return first?.machine?.own ?? null;
};

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
    const judgedAt = (result: RunResult, look: Look) =>
      judgeGate(result, { base, head, margins, look, error });
    const known: { figures: readonly GateFigure[]; isTooMuch: boolean } = { figures: [], isTooMuch: false };
    const isDecided = (result: RunResult, look: Look): boolean => {
      const used = scenario.measure === 'duet' ? usedOfMachine(result) : null;
      known.isTooMuch = used !== null && used > mostOfMachine && look.before === 0;
      known.figures = withDecided(judgedAt(result, look), known.figures);
      const verdict = overall(known.figures, countingRounds(result.rounds, head).length);
      return known.isTooMuch || verdict === 'worse' || verdict === 'not worse';
    };
    const { save = () => undefined, ...place } = options.placeFor(scenario);
    const withGate = (result: RunResult): RunResult => {
      const pairs = countingRounds(result.rounds, head).length;
      const usedSeconds = Math.round((nowMs() - startedMs) / 1_000);
      const gate: GateResult = {
        base,
        head,
        commit: reference.commit,
        verdict: overall(known.figures, pairs),
        figures: [...known.figures],
        withinSeconds: Math.round(withinMs / 1_000),
        usedSeconds,
      };
      return { ...result, gate };
    };
    const result = await bench.run(scenario, {
      seed,
      until: { withinMs: leftMs, isDecided },
      save: (result) => save(withGate(result)),
      ...place,
    });
    if (!known.isTooMuch || signal.aborted) return withGate(result);
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
