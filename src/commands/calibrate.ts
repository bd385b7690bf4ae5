import { tmpdir } from 'node:os';
import type { Command } from 'commander';
import { openBench } from '../bench/bench.ts';
import { calibrateGenerator } from '../calibration/calibrate-generator.ts';
import { calibrationOf, controlDelayMs, controlOf, leastPairs } from '../calibration/calibration.ts';
import { renderCalibration } from '../calibration/render.ts';
import { keepCalibration, thisMachine } from '../calibration/store.ts';
import { likeAndLike, longestWorking, plainAndDelayed, shortened } from '../calibration/variants.ts';
import { assertGround } from '../doctor/ground-checks.ts';
import type { RunResult } from '../result/run.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { loadWithModules } from '../scenario/modules.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioFile } from '../scenario/scenario-file.ts';
import { exitCodes, TandemError, UsageError } from '../shared/errors.ts';
import { lengthOf } from '../shared/stages.ts';
import { repeated, wholeNumber, wholeWithin } from './option-values.ts';
import { progressLine } from './progress-line.ts';

/** An hour and more of the shortest rounds. */
const mostPairs = 200;

interface Flags {
  readonly pairs: number;
  readonly only: readonly string[];
  readonly seed: number;
  readonly json?: true;
  readonly generator?: true;
}

type Measure = (scenario: Scenario) => Promise<RunResult>;

const unless = (signal: AbortSignal, { rounds }: RunResult): RunResult['rounds'] => {
  if (signal.aborted) throw new TandemError('interrupted: nothing was calibrated', exitCodes.interrupted);
  return rounds;
};

const calibrate = async (
  scenario: Scenario,
  flags: Flags,
  measure: Measure,
  signal: AbortSignal,
): Promise<void> => {
  const [contestant] = scenario.contestants;
  if (contestant === undefined) throw new UsageError(`${scenario.file}: no contestant to calibrate`);
  const short = shortened(scenario);
  const like = unless(signal, await measure(likeAndLike(short, contestant, flags.pairs)));
  const calibration = calibrationOf(like, scenario, contestant.name);
  if (calibration.pairs < leastPairs) {
    const reasons = [...new Set(like.flatMap(({ invalidReasons }) => invalidReasons))];
    throw new TandemError(
      `only ${calibration.pairs} of ${flags.pairs} pairs are valid, ${leastPairs} are needed:\n${reasons.join('\n')}`,
      exitCodes.invalid,
    );
  }
  const addedMs = controlDelayMs(like);
  const rounds = Math.max(leastPairs, scenario.rounds);
  const service = longestWorking(short);
  const control = controlOf(
    unless(signal, await measure(plainAndDelayed(short, contestant, { addedMs, rounds, service }))),
    { addedMs, service },
  );
  const measuredMs = lengthOf(short.load.stages);
  const document = {
    schema: 'tandem.calibration/1',
    scenario: scenario.name,
    measuredMs,
    ...calibration,
    control,
  };
  keepCalibration({
    at: new Date().toISOString(),
    machine: thisMachine(),
    scenario: scenario.name,
    style: contestant.style,
    measuredMs,
    pairs: calibration.pairs,
    noise: calibration.noise.map(({ metric, sd }) => ({ metric, sd })),
  });
  process.stdout.write(
    flags.json
      ? `${JSON.stringify(document)}\n`
      : renderCalibration(calibration, control, { rounds: scenario.rounds, measuredMs }),
  );
  if (!control.found) process.exitCode = exitCodes.invalid;
};

const withMachine = async (file: string, flags: Flags, signal: AbortSignal): Promise<void> => {
  const scenario = await loadWithModules(scenarioFile(file), catalogue, { only: flags.only });
  const listener = progressLine();
  // Nothing is kept of its runs.
  assertGround(tmpdir(), [scenario]);
  await using bench = await openBench({ listener, signal });
  const measure: Measure = async (variant) => {
    const result = await bench.run(variant, { seed: flags.seed });
    listener.done();
    return result;
  };
  await calibrate(scenario, flags, measure, signal);
};

const checkGenerator = async (signal: AbortSignal): Promise<void> => {
  assertGround(tmpdir(), []);
  const listener = progressLine();
  const { table, passed } = await calibrateGenerator({ log: listener.log, signal });
  process.stdout.write(table);
  if (signal.aborted) process.exitCode = exitCodes.interrupted;
  else if (!passed) process.exitCode = exitCodes.invalid;
};

export const registerCalibrate = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('calibrate')
    .description('measure the noise of this machine: the first contestant against itself, and a known delay')
    .argument('[file]', 'scenario file; none with --generator')
    .option('--generator', 'check the load generator itself against a stub of known behaviour')
    .option('--pairs <n>', 'pairs of short rounds', wholeWithin(leastPairs, mostPairs), 10)
    .option('--only <contestant>', 'calibrate this contestant instead of the first', repeated, [])
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--json', 'print one JSON document on stdout')
    .action(async (file: string | undefined, flags: Flags) => {
      if (flags.generator) await checkGenerator(interrupt);
      else if (file === undefined) throw new UsageError('missing scenario file, or --generator');
      else await withMachine(file, flags, interrupt);
    });
};
