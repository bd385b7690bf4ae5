import { join } from 'node:path';
import type { Bench } from '../bench/bench.ts';
import { worstExitCode } from '../commands/run.ts';
import { type FinishedRun, type RunFlags, runScenarios } from '../commands/run-files.ts';
import { toJson } from '../reports/json.ts';
import type { RunResult } from '../result/run.ts';
import { openResultFolder } from '../runs/result-folder.ts';
import { catalogue } from '../scenario/catalogue.ts';
import type { LoadOptions } from '../scenario/load.ts';
import { loadWithModules } from '../scenario/modules.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioFile } from '../scenario/scenario-file.ts';
import { renderNeeds } from '../sweep/render-needs.ts';
import { renderSweep } from '../sweep/render-sweep.ts';

export interface SweepFlags extends Pick<RunFlags, 'rounds' | 'only' | 'out' | 'seed' | 'scale' | 'yes'> {
  readonly json?: true;
}

/** How the flags of a command want a scenario read. */
export const loadOptions = ({ only, scale, rounds }: SweepFlags): LoadOptions => ({
  only,
  scale,
  ...(rounds === undefined ? {} : { rounds }),
});

/** Reads a scenario as the flags of a command want it. */
export const readFor = (file: string, flags: SweepFlags): Promise<Scenario> =>
  loadWithModules(scenarioFile(file), catalogue, loadOptions(flags));

/** Says on stderr what is about to be run, since stdout belongs to the answer. */
export const announce = (plan: string): void => void process.stderr.write(`${plan}\n`);

/**
 * Runs scenarios in the order given, each with what it is a point of. Every run keeps its own folder and report; what was cut short is
 * left out.
 */
export const measureAll = async <Point extends { readonly scenario: Scenario }>(
  points: readonly Point[],
  { json: _, ...flags }: SweepFlags,
  interrupt: AbortSignal,
  bench: Bench | null = null,
): Promise<readonly (Point & { readonly result: RunResult })[]> => {
  const runs: FinishedRun[] = [];
  await runScenarios(
    points.map(({ scenario }) => scenario),
    flags,
    interrupt,
    (run) => void runs.push(run),
    bench,
  );
  return points.flatMap((point, index) => {
    const run = runs[index];
    return run === undefined || run.result.partial ? [] : [{ ...point, result: run.result }];
  });
};

/** Puts what several runs say into a folder of its own, and tells it; null where nothing was measured. */
export const finishSweep = (
  swept: RunResult | null,
  { json, out }: SweepFlags,
  interrupt: AbortSignal,
): void => {
  process.exitCode = worstExitCode(swept === null ? [] : [swept], interrupt.aborted);
  if (swept === null) return;
  using folder = openResultFolder(out, swept.scenario.name, new Date());
  folder.save(swept);
  const render = swept.needs === undefined ? renderSweep : renderNeeds;
  const report = `report: ${join(folder.path, 'report.html')}\n`;
  process.stdout.write(json ? toJson(swept) : `${render(swept)}${report}`);
};
