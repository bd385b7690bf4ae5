import { startGuardian } from '../guardian/guardian.ts';
import { type Behaviour, behaviours } from '../load/stub/behaviour.ts';
import { type GeneratorCase, runGeneratorCase, runRateModeCase } from './calibrate/generator-case.ts';
import { renderGeneratorTable } from './calibrate/render-generator.ts';

/** autocannon reconnects without pause to a closed port, and loses count after resets: not even worth a line. */
const rateModeBehaviours: ReadonlySet<Behaviour> = new Set(['constant', 'lognormal', 'stall']);

export interface GeneratorCalibration {
  readonly table: string;
  readonly passed: boolean;
}

/**
 * Drives a stub of known behaviour with the load process and compares what it measured with the truth: percentiles from
 * the due time within 3% or 1 ms, and one outcome per arrival, equal to what the stub did. Takes about 4 s per
 * behaviour and rate.
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
    const check = await runGeneratorCase(one, guardian);
    const rateMode = rateModeBehaviours.has(one.behaviour) ? await runRateModeCase(one, guardian) : null;
    rows.push({ ...one, check, rateMode });
  }
  const passed = rows.length === cases.length && rows.every(({ check }) => check.faults.length === 0);
  return { table: renderGeneratorTable(rows), passed };
};
