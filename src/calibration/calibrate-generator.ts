import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Bench, openBench } from '../bench/bench.ts';
import { behaviours } from '../load/stub/behaviour.ts';
import { type Attempt, type AttemptVerdict, isDisturbed, judgeAttempts } from './attempts.ts';
import { type GeneratorCase, runGeneratorCase, runRateModeCase } from './generator-case.ts';
import { type GeneratorRow, renderGeneratorTable } from './render-generator.ts';

export interface GeneratorCalibration {
  readonly table: string;
  readonly passed: boolean;
}

const nsPerMs = 1e6;

const attemptOf = async (one: GeneratorCase, bench: Bench): Promise<Attempt> => {
  // This process only waits meanwhile: when it is woken late, so is everybody.
  const observer = monitorEventLoopDelay({ resolution: 1 });
  observer.enable();
  const check = await runGeneratorCase(one, bench);
  observer.disable();
  return { check, observerLateMs: observer.percentile(99) / nsPerMs };
};

/** The attempt that the table shows is the last one that agrees with the verdict. */
const shown = (attempts: readonly Attempt[], verdict: AttemptVerdict): Attempt =>
  attempts.findLast(({ check }) => (check.timeFaults.length === 0) === (verdict === 'ok')) ??
  attempts.at(-1)!;

const judgedRow = async (
  one: GeneratorCase,
  bench: Bench,
  log: (line: string) => void,
): Promise<Omit<GeneratorRow, 'rateMode'>> => {
  const attempts: Attempt[] = [];
  for (;;) {
    const attempt = await attemptOf(one, bench);
    attempts.push(attempt);
    const verdict = judgeAttempts(attempts);
    const { check } = shown(attempts, verdict);
    if (verdict !== 'again')
      return {
        ...one,
        check,
        verdict,
        tries: attempts.length,
        disturbed: attempts.filter(isDisturbed).length,
      };
    const why = isDisturbed(attempt)
      ? `the machine was busy (${attempt.observerLateMs.toFixed(1)} ms)`
      : 'again';
    log(`${one.behaviour} at ${one.perSecond}/s: ${why}: ${attempt.check.timeFaults.join(', ') || 'good'}`);
  }
};

/**
 * Drives a stub of known behaviour with the load process and compares what it measured with the truth: percentiles from
 * the due time within 3% or 1 ms, and one outcome per arrival, equal to what the stub did; see `judgeAttempts` for what
 * happens when the machine disturbs. Takes about 25 s per behaviour and rate.
 */
export const calibrateGenerator = async ({
  log,
  rates = [200, 1_000],
  signal,
}: {
  readonly log: (line: string) => void;
  readonly rates?: readonly number[];
  /** Ends it early: the cases that were left out are missing in the table, and it has not passed. */
  readonly signal?: AbortSignal;
}): Promise<GeneratorCalibration> => {
  const listener = { progress: () => undefined, roundDone: () => undefined, log };
  await using bench = await openBench({ listener });
  const cases = behaviours.flatMap((behaviour) =>
    rates.map((perSecond): GeneratorCase => ({ behaviour, perSecond })),
  );
  const rows = [];
  for (const one of cases) {
    if (signal?.aborted) break;
    log(`${one.behaviour} at ${one.perSecond}/s`);
    const row = await judgedRow(one, bench, log);
    const rateMode = await runRateModeCase(one, bench);
    rows.push({ ...row, rateMode });
  }
  const passed = rows.length === cases.length && rows.every(({ verdict }) => verdict === 'ok');
  return { table: renderGeneratorTable(rows), passed };
};
