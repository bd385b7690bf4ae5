import type { Command } from 'commander';
import { styleOf } from '../bench/style-of.ts';
import { knownNoise, roundsAdvice } from '../calibration/known-noise.ts';
import { ownCalibrations } from '../calibration/store.ts';
import { planOf } from '../planning/plan-of.ts';
import { renderPlan } from '../planning/render-plan.ts';
import { askBack } from '../planning/too-much.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { loadWithModules } from '../scenario/modules.ts';
import { scenarioFile } from '../scenario/scenario-file.ts';
import { UsageError } from '../shared/errors.ts';
import { decidabilityOf } from './decidability.ts';
import { repeated, roundCount, scaleFactor } from './option-values.ts';

/** Every arrival of a trace would bury the plan; how many there are stands in it. */
const withoutArrivals = (key: string, value: unknown): unknown => (key === 'dueAt' ? undefined : value);

interface Flags {
  readonly scale: number;
  readonly only: readonly string[];
  readonly rounds?: number;
  readonly json?: true;
  readonly yes?: true;
}

export const registerPlan = (program: Command): void => {
  program
    .command('plan')
    .description('print what a run will do, without running it')
    .argument('<file>', 'scenario file, or the name of one as `tandem list` shows it')
    .option('--rounds <n>', 'rounds per contestant, instead of the scenario’s', roundCount)
    .option('--only <contestant>', 'plan for this contestant only; may be repeated', repeated, [])
    .option('--scale <f>', 'shorten or lengthen all durations', scaleFactor, 1)
    .option('--json', 'print the plan as JSON')
    .option('--yes', 'find nothing wrong with very many requests, hours or gigabytes')
    .action(async (file: string, { scale, only, rounds, json, yes }: Flags) => {
      const scenario = await loadWithModules(scenarioFile(file), catalogue, {
        scale,
        only,
        ...(rounds === undefined ? {} : { rounds }),
      });
      const styles = new Map(
        await Promise.all(scenario.contestants.map(async (one) => [one.style, await styleOf(one)] as const)),
      );
      const plan = planOf(scenario, styles);
      process.stdout.write(json ? `${JSON.stringify(plan, withoutArrivals, 2)}\n` : renderPlan(plan, styles));
      if (!json && scenario.measure === 'rounds' && scenario.contestants.length > 1) {
        const known = knownNoise(ownCalibrations(), [...styles.keys()], Date.now());
        process.stdout.write(`${roundsAdvice(known, scenario.rounds).join('\n')}\n`);
      }
      const { never, maybe } = decidabilityOf(scenario, 'open');
      for (const line of maybe) process.stderr.write(`${line}\n`);
      if (never.length > 0) throw new UsageError(never.join('\n'));
      if (!yes) askBack([scenario]);
    });
};
