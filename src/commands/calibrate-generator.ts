import { startGuardian } from '../guardian/guardian.ts';
import { behaviours } from '../load/stub/behaviour.ts';
import { type GeneratorCase, runGeneratorCase, runRateModeCase } from './calibrate/generator-case.ts';
import { faultsOf } from './calibrate/generator-truth.ts';
import { renderGeneratorTable } from './calibrate/render-generator.ts';

export interface GeneratorCalibration {
  readonly table: string;
  readonly passed: boolean;
}

/**
 * Drives a stub of known behaviour with the load process and compares what it measured with the truth: percentiles from
 * the due time within 3% or 1 ms, and one outcome per arrival, equal to what the stub did. A case of which only
 * the times are off is tried once more, and the table says so. Takes about 10 s per behaviour and rate.
 */
export const calibrateGenerator = async ({
  say,
  rates = [200, 1_000],
  signal,
}: {
  readonly say: (line: string) => void;
  readonly rates?: readonly number[];
  /** Ends it early: the cases that were left out are missing in the table, and it has not passed. */
  readonly signal?: AbortSignal;
}): Promise<GeneratorCalibration> => {
  await using guardian = await startGuardian();
  const cases = behaviours.flatMap((behaviour) =>
    rates.map((perSecond): GeneratorCase => ({ behaviour, perSecond })),
  );
  const rows = [];
  for (const one of cases) {
    if (signal?.aborted) break;
    say(`${one.behaviour} at ${one.perSecond}/s`);
    const first = await runGeneratorCase(one, guardian);
    // Outcomes are exact; times may suffer from what else the machine does, once.
    const repeated = first.outcomeFaults.length === 0 && first.timeFaults.length > 0;
    if (repeated) say(`${one.behaviour} at ${one.perSecond}/s once more: ${first.timeFaults.join(', ')}`);
    const check = repeated ? await runGeneratorCase(one, guardian) : first;
    const rateMode = await runRateModeCase(one, guardian);
    rows.push({ ...one, check, repeated, rateMode });
  }
  const passed = rows.length === cases.length && rows.every(({ check }) => faultsOf(check).length === 0);
  return { table: renderGeneratorTable(rows), passed };
};
