import type { Command } from 'commander';
import { askBack } from '../planning/too-much.ts';
import { catalogue } from '../scenario/catalogue.ts';
import { loadWithModules } from '../scenario/modules.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioFile } from '../scenario/scenario-file.ts';
import { withRate } from '../scenario/with-rate.ts';
import { UsageError } from '../shared/errors.ts';
import { searchCapacity } from '../sweep/search-capacity.ts';
import { offeredRate, repeated, roundCount, scaleFactor, wholeNumber, wholeWithin } from './option-values.ts';
import { progressLine } from './progress-line.ts';
import { benchFor } from './run-files.ts';
import { finishSweep, measureAt, type SweepFlags } from './run-sweep.ts';

interface Flags extends SweepFlags {
  readonly from: number;
  readonly to: number;
  readonly halvings: number;
}

const mostHalvings = 20;

/** Asks back before the first measurement, for the longest search that there may be. */
const askBackForAll = (scenario: Scenario, { from, to, halvings }: Flags): void => {
  const doublings: Scenario[] = [];
  let highest = from;
  for (let rate = from; rate <= to; rate *= 2) {
    doublings.push(withRate(scenario, rate));
    highest = rate;
  }
  const alone = scenario.contestants.map((contestant) => ({
    ...withRate(scenario, highest),
    contestants: [contestant],
  }));
  askBack([...doublings, ...Array.from({ length: halvings }, () => alone).flat()]);
};

export const registerCapacity = (program: Command, interrupt: AbortSignal): void => {
  program
    .command('capacity')
    .description(
      'between which two offered rates the contestants of a scenario stop keeping up: by doubling, then by halving the gap',
    )
    .argument('<file>', 'scenario file with a rate')
    .option('--from <rate>', 'lowest rate', offeredRate, 25)
    .option('--to <rate>', 'highest rate at most', offeredRate, 400)
    .option(
      '--halvings <n>',
      'how often the gap is halved, for each contestant',
      wholeWithin(0, mostHalvings),
      2,
    )
    .option('--rounds <n>', 'rounds per contestant and rate', roundCount, 1)
    .option('--only <contestant>', 'run this contestant only; may be repeated', repeated, [])
    .option('--out <dir>', 'folder for results', 'results')
    .option('--seed <n>', 'seed of arrivals, users, work and declines', wholeNumber, 1)
    .option('--scale <f>', 'shorten or lengthen all durations', scaleFactor, 1)
    .option('--yes', 'run even what would send very many requests, take hours or fill the memory')
    .option('--json', 'print the result document on stdout and nothing else there')
    .action(async (file: string, all: Flags) => {
      const { from, to, halvings, ...flags } = all;
      if (to < 2 * from)
        throw new UsageError('--to must be at least twice --from, for instance --from 25/s --to 200/s');
      const { only, scale, rounds } = flags;
      const options = { only, scale, ...(rounds === undefined ? {} : { rounds }) };
      const scenario = await loadWithModules(scenarioFile(file), catalogue, options);
      if (!flags.yes) askBackForAll(scenario, all);
      await using bench = await benchFor([scenario], progressLine(), interrupt);
      const runs = await searchCapacity({ from, to, halvings }, (perSecond, alone) => {
        const probe = { ...flags, only: alone === null ? flags.only : [alone] };
        return interrupt.aborted
          ? Promise.resolve([])
          : measureAt(file, [perSecond], probe, interrupt, bench);
      });
      finishSweep(runs, flags, interrupt);
    });
};
