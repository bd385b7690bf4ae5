import { join } from 'node:path';
import type { Bench } from '../bench/bench.ts';
import { worstExitCode } from '../commands/run.ts';
import { type FinishedRun, type RunFlags, runFiles } from '../commands/run-files.ts';
import { toJson } from '../reports/json.ts';
import { type RunAtRate, sweptResult } from '../reports/sweep-points.ts';
import type { RunResult } from '../result/run.ts';
import { openResultFolder } from '../runs/result-folder.ts';
import { withRate } from '../scenario/with-rate.ts';
import { renderSweep } from '../sweep/render-sweep.ts';

export interface SweepFlags extends Pick<RunFlags, 'rounds' | 'only' | 'out' | 'seed' | 'scale' | 'yes'> {
  readonly json?: true;
}

/** Runs a scenario once per rate, in the order given. Every run keeps its own folder and report; what was cut short is left out. */
export const measureAt = async (
  file: string,
  rates: readonly number[],
  { json: _, ...flags }: SweepFlags,
  interrupt: AbortSignal,
  bench: Bench | null = null,
): Promise<readonly RunAtRate[]> => {
  let adapted = 0;
  const runs: FinishedRun[] = [];
  await runFiles(
    rates.map(() => file),
    // Files are read in their order, so each one meets its rate.
    { ...flags, adapt: (scenario) => withRate(scenario, rates[adapted++]!) },
    interrupt,
    (run) => void runs.push(run),
    bench,
  );
  return runs
    .map(({ result }, index) => ({ result, perSecond: rates[index]! }))
    .filter(({ result }) => !result.partial);
};

/** Joins the runs into one result with its own folder, and tells what they say. */
export const finishSweep = (
  runs: readonly RunAtRate[],
  { json, out }: SweepFlags,
  interrupt: AbortSignal,
): void => {
  const results = runs.length === 0 ? [] : [sweptResult(runs)];
  process.exitCode = worstExitCode(results, interrupt.aborted);
  for (const swept of results satisfies RunResult[]) {
    using folder = openResultFolder(out, swept.scenario.name, new Date());
    folder.save(swept);
    const report = `report: ${join(folder.path, 'report.html')}\n`;
    process.stdout.write(json ? toJson(swept) : `${renderSweep(swept)}${report}`);
  }
};
