import { join } from 'node:path';
import type { RunResult } from '../../analysis/result.ts';
import { toJson } from '../../reports/json.ts';
import { sweptResult } from '../../reports/sweep-points.ts';
import { atRate } from '../../scenario/at-rate.ts';
import { openResultFolder } from '../result-folder.ts';
import { worstExitCode } from '../run.ts';
import { type FinishedRun, type RunFlags, runFiles } from '../run-files.ts';
import { renderSweep } from './render-sweep.ts';

export interface SweepFlags extends Pick<RunFlags, 'rounds' | 'only' | 'out' | 'seed' | 'scale'> {
  readonly json?: true;
}

/**
 * Runs a scenario once per rate, the lowest first, and joins the runs into one result. Every single run keeps its own folder
 * and report.
 */
export const runSweep = async (
  file: string,
  rates: readonly number[],
  { json, ...flags }: SweepFlags,
  interrupt: AbortSignal,
): Promise<void> => {
  const ascending = [...new Set(rates)].toSorted((a, b) => a - b);
  let adapted = 0;
  const runs: FinishedRun[] = [];
  await runFiles(
    ascending.map(() => file),
    // Files are read in their order, so each one meets its rate.
    { ...flags, adapt: (scenario) => atRate(scenario, ascending[adapted++]!) },
    interrupt,
    (run) => void runs.push(run),
  );
  const measured = runs.map(({ result }, index) => ({ result, perSecond: ascending[index]! }));
  const whole = measured.filter(({ result }) => !result.partial);
  process.exitCode = worstExitCode(
    whole.map(({ result }) => result),
    interrupt.aborted,
  );
  if (whole.length === 0) return;
  const swept: RunResult = sweptResult(whole);
  const folder = openResultFolder(flags.out, swept.scenario.name, new Date());
  folder.save(swept);
  const report = `report: ${join(folder.path, 'report.html')}\n`;
  process.stdout.write(json ? toJson(swept) : `${renderSweep(swept)}${report}`);
};
