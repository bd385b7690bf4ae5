import type { Command } from 'commander';
import { catalogue } from '../scenario/catalogue.ts';
import { loadScenario } from '../scenario/load.ts';
import { UsageError } from '../shared/errors.ts';
import { decidabilityOf } from './decidability.ts';
import { collect, positive, wholeNumber } from './option-values.ts';
import { planOf } from './plan/plan-of.ts';
import { renderPlan } from './plan/render-plan.ts';

interface Flags {
  readonly scale: number;
  readonly only: readonly string[];
  readonly rounds?: number;
  readonly json?: true;
}

export const registerPlan = (program: Command): void => {
  program
    .command('plan')
    .description('print what a run will do, without running it')
    .argument('<file>', 'scenario file')
    .option('--rounds <n>', 'rounds per contestant, instead of the scenario’s', wholeNumber)
    .option('--only <contestant>', 'plan for this contestant only; may be repeated', collect, [])
    .option('--scale <f>', 'shorten or lengthen all durations', positive, 1)
    .option('--json', 'print the plan as JSON')
    .action((file: string, { scale, only, rounds, json }: Flags) => {
      const scenario = loadScenario(file, catalogue, {
        scale,
        only,
        ...(rounds === undefined ? {} : { rounds }),
      });
      const plan = planOf(scenario);
      process.stdout.write(json ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan));
      const { never, maybe } = decidabilityOf(scenario, 'open');
      for (const line of maybe) process.stderr.write(`${line}\n`);
      if (never.length > 0) throw new UsageError(never.join('\n'));
    });
};
